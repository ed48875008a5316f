/**
 * A heap of numbered items by ascending key that can lower an item's key. Cleared in the time it
 * takes to drop what is in it, so that one heap serves many small searches.
 */
export class IntHeap {
  private readonly items: Int32Array;
  private readonly keys: Int32Array;
  /** Position of an item plus one; 0 when it is not in the heap. */
  private readonly places: Int32Array;
  size = 0;

  constructor(capacity: number) {
    this.items = new Int32Array(capacity);
    this.keys = new Int32Array(capacity);
    this.places = new Int32Array(capacity);
  }

  clear(): void {
    for (let i = 0; i < this.size; i++) this.places[this.items[i] as number] = 0;
    this.size = 0;
  }

  /** Smallest key; only valid while size > 0. */
  get minKey(): number {
    return this.keys[0] as number;
  }

  get minItem(): number {
    return this.items[0] as number;
  }

  /** Adds an item, or moves it up or down to a new key. */
  set(item: number, key: number): void {
    const place = this.places[item] as number;
    if (place === 0) this.rise(this.size++, item, key);
    else if (key <= (this.keys[place - 1] as number)) this.rise(place - 1, item, key);
    else this.sink(place - 1, item, key);
  }

  has(item: number): boolean {
    return this.places[item] !== 0;
  }

  /** Removes and returns the item with the smallest key. */
  pop(): number {
    const top = this.items[0] as number;
    this.places[top] = 0;
    this.size--;
    if (this.size > 0) this.sink(0, this.items[this.size] as number, this.keys[this.size] as number);
    return top;
  }

  private rise(place: number, item: number, key: number): void {
    const { items, keys, places } = this;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const parentKey = keys[parent] as number;
      if (parentKey <= key) break;
      const moved = items[parent] as number;
      items[place] = moved;
      keys[place] = parentKey;
      places[moved] = place + 1;
      place = parent;
    }
    items[place] = item;
    keys[place] = key;
    places[item] = place + 1;
  }

  private sink(place: number, item: number, key: number): void {
    const { items, keys, places, size } = this;
    for (;;) {
      const first = place * 4 + 1;
      if (first >= size) break;
      const last = Math.min(first + 4, size);
      let best = first;
      let bestKey = keys[first] as number;
      for (let child = first + 1; child < last; child++) {
        const childKey = keys[child] as number;
        if (childKey < bestKey) {
          best = child;
          bestKey = childKey;
        }
      }
      if (bestKey >= key) break;
      const moved = items[best] as number;
      items[place] = moved;
      keys[place] = bestKey;
      places[moved] = place + 1;
      place = best;
    }
    items[place] = item;
    keys[place] = key;
    places[item] = place + 1;
  }
}
