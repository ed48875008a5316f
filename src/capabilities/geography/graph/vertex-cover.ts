/** Steps between two sides of a cut, each from one of the left to one of the right. */
export class Crossings {
  private readonly lefts: number[] = [];
  private readonly rights: number[] = [];
  private readonly leftOf = new Map<number, number>();
  private readonly rightOf = new Map<number, number>();
  private readonly ways: number[][] = [];

  add(left: number, right: number): void {
    const from = numberOf(left, this.leftOf, this.lefts);
    const to = numberOf(right, this.rightOf, this.rights);
    const ways = this.ways[from];
    if (!ways) this.ways[from] = [to];
    else if (!ways.includes(to)) ways.push(to);
  }

  /** The fewest members that touch every crossing, by König: as many as a largest matching has pairs. */
  smallestCover(): number[] {
    const partnerOfLeft = new Int32Array(this.lefts.length).fill(-1);
    const partnerOfRight = new Int32Array(this.rights.length).fill(-1);
    const seen = new Int32Array(this.rights.length).fill(-1);
    const via = new Int32Array(this.rights.length);
    const single: number[] = [];
    for (let left = 0; left < this.lefts.length; left++) {
      const free = this.follow([left], left, partnerOfRight, seen, via);
      if (free < 0) single.push(left);
      for (let right = free; right >= 0; ) {
        const before = via[right] as number;
        const next = partnerOfLeft[before] as number;
        partnerOfLeft[before] = right;
        partnerOfRight[right] = before;
        right = next;
      }
    }
    // What those without a partner come to in turns: rights there are needed, lefts there are not.
    const reached = [...single];
    this.follow(reached, this.lefts.length, partnerOfRight, seen, via);
    const isReached = new Uint8Array(this.lefts.length);
    for (const left of reached) isReached[left] = 1;
    return [
      ...this.lefts.filter((_left, i) => isReached[i] === 0),
      ...this.rights.filter((_right, i) => seen[i] === this.lefts.length),
    ];
  }

  /** Goes on from lefts in turns, adding those it comes to, to a right without a partner; -1 when there is none. */
  private follow(
    reached: number[],
    mark: number,
    partnerOfRight: Int32Array,
    seen: Int32Array,
    via: Int32Array,
  ): number {
    for (let i = 0; i < reached.length; i++) {
      const left = reached[i] as number;
      for (const right of this.ways[left] as number[]) {
        if (seen[right] === mark) continue;
        seen[right] = mark;
        via[right] = left;
        const partner = partnerOfRight[right] as number;
        if (partner < 0) return right;
        reached.push(partner);
      }
    }
    return -1;
  }
}

function numberOf(member: number, known: Map<number, number>, list: number[]): number {
  const number = known.get(member) ?? list.push(member) - 1;
  known.set(member, number);
  return number;
}
