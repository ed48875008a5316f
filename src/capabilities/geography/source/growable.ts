/** Typed arrays that grow: how the import keeps millions of numbers without an object for each. */

export class GrowableInt32 {
  private data: Int32Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Int32Array(capacity);
  }

  push(value: number): number {
    if (this.length === this.data.length) this.reserve(this.length + 1);
    this.data[this.length] = value;
    return this.length++;
  }

  /** Makes room for `needed` numbers in total, growing by half so that big imports do not double their memory. */
  reserve(needed: number): void {
    if (needed <= this.data.length) return;
    const grown = new Int32Array(Math.max(needed, Math.ceil(this.data.length * 1.5)));
    grown.set(this.data.subarray(0, this.length));
    this.data = grown;
  }

  at(index: number): number {
    return this.data[index] as number;
  }

  set(index: number, value: number): void {
    this.data[index] = value;
  }

  /** A view of what was pushed; valid until the next push. */
  view(): Int32Array {
    return this.data.subarray(0, this.length);
  }

  /** A tight copy. */
  toArray(): Int32Array {
    return this.data.slice(0, this.length);
  }
}

/** For OpenStreetMap ids, which have passed 2^32. */
export class GrowableFloat64 {
  private data: Float64Array;
  length = 0;

  constructor(capacity = 1024) {
    this.data = new Float64Array(capacity);
  }

  push(value: number): number {
    if (this.length === this.data.length) {
      const grown = new Float64Array(Math.ceil(this.data.length * 1.5));
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.length] = value;
    return this.length++;
  }

  view(): Float64Array {
    return this.data.subarray(0, this.length);
  }
}

/** Index of `value` in an ascending array, or -1. */
export function indexInSorted(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle] as number;
    if (found === value) return middle;
    if (found < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
