const FIRST_MILLIS = 300;
const LONGEST_MILLIS = 20_000;

/** How long to wait before the next try: doubles, with full jitter, so that a crowd does not return at once. */
export class Backoff {
  readonly #random: () => number;
  #tries = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  nextMillis(): number {
    const ceiling = Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** this.#tries);
    this.#tries++;
    return Math.round(50 + this.#random() * ceiling);
  }

  reset(): void {
    this.#tries = 0;
  }
}
