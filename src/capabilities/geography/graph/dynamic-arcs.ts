/** Steps between states that come and go while a hierarchy is built, in two linked lists a state. */
export class DynamicArcs {
  readonly headOut: Int32Array;
  readonly headIn: Int32Array;
  from: Int32Array;
  to: Int32Array;
  weight: Int32Array;
  lengthCm: Int32Array;
  /** State that a shortcut leaps over, -1 for a step of the graph. */
  middle: Int32Array;
  /** How many steps of the graph the arc stands for. */
  hops: Int32Array;
  nextOut: Int32Array;
  nextIn: Int32Array;
  private used = 0;
  private firstFree = -1;

  constructor(states: number, capacity: number) {
    this.headOut = new Int32Array(states).fill(-1);
    this.headIn = new Int32Array(states).fill(-1);
    this.from = new Int32Array(capacity);
    this.to = new Int32Array(capacity);
    this.weight = new Int32Array(capacity);
    this.lengthCm = new Int32Array(capacity);
    this.middle = new Int32Array(capacity);
    this.hops = new Int32Array(capacity);
    this.nextOut = new Int32Array(capacity);
    this.nextIn = new Int32Array(capacity);
  }

  /** Adds an arc, or lowers the one that is there if this one is lighter. */
  put(from: number, to: number, weight: number, lengthCm: number, middle: number, hops: number): void {
    let arc = this.headOut[from] as number;
    while (arc >= 0 && this.to[arc] !== to) arc = this.nextOut[arc] as number;
    if (arc >= 0) {
      if ((this.weight[arc] as number) <= weight) return;
    } else {
      arc = this.allocate();
      this.from[arc] = from;
      this.to[arc] = to;
      this.nextOut[arc] = this.headOut[from] as number;
      this.headOut[from] = arc;
      this.nextIn[arc] = this.headIn[to] as number;
      this.headIn[to] = arc;
    }
    this.weight[arc] = weight;
    this.lengthCm[arc] = lengthCm;
    this.middle[arc] = middle;
    this.hops[arc] = hops;
  }

  /** Takes all arcs of a state out of its neighbours' lists and frees them. */
  remove(state: number): void {
    let arc = this.headOut[state] as number;
    while (arc >= 0) {
      const next = this.nextOut[arc] as number;
      this.unlinkIn(arc);
      this.free(arc);
      arc = next;
    }
    arc = this.headIn[state] as number;
    while (arc >= 0) {
      const next = this.nextIn[arc] as number;
      this.unlinkOut(arc);
      this.free(arc);
      arc = next;
    }
    this.headOut[state] = -1;
    this.headIn[state] = -1;
  }

  private unlinkIn(arc: number): void {
    const state = this.to[arc] as number;
    let at = this.headIn[state] as number;
    if (at === arc) {
      this.headIn[state] = this.nextIn[arc] as number;
      return;
    }
    while (this.nextIn[at] !== arc) at = this.nextIn[at] as number;
    this.nextIn[at] = this.nextIn[arc] as number;
  }

  private unlinkOut(arc: number): void {
    const state = this.from[arc] as number;
    let at = this.headOut[state] as number;
    if (at === arc) {
      this.headOut[state] = this.nextOut[arc] as number;
      return;
    }
    while (this.nextOut[at] !== arc) at = this.nextOut[at] as number;
    this.nextOut[at] = this.nextOut[arc] as number;
  }

  private free(arc: number): void {
    this.nextOut[arc] = this.firstFree;
    this.firstFree = arc;
  }

  private allocate(): number {
    if (this.firstFree >= 0) {
      const arc = this.firstFree;
      this.firstFree = this.nextOut[arc] as number;
      return arc;
    }
    if (this.used === this.from.length) this.grow();
    return this.used++;
  }

  private grow(): void {
    const capacity = Math.ceil(this.from.length * 1.5) + 16;
    const larger = (array: Int32Array): Int32Array => {
      const grown = new Int32Array(capacity);
      grown.set(array);
      return grown;
    };
    this.from = larger(this.from);
    this.to = larger(this.to);
    this.weight = larger(this.weight);
    this.lengthCm = larger(this.lengthCm);
    this.middle = larger(this.middle);
    this.hops = larger(this.hops);
    this.nextOut = larger(this.nextOut);
    this.nextIn = larger(this.nextIn);
  }
}
