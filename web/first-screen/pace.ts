/** Pictures take at most one part in so many of the page's time, so that it answers and a phone stays cool. */
const share = 6;
/** Dots of a town go slowly: more pictures would not be seen. */
const quickestMillis = 33;
/** On the slowest machines dots step from place to place instead of gliding. */
const slowestMillis = 500;

/** How soon after one picture the page may be asked for the next: by what the last ones cost it. */
export class Pace {
  readonly #channel = new MessageChannel();
  /** What the last picture cost. */
  lastMillis = 0;
  #begunMs = 0;
  #tookMs = 0;

  constructor() {
    // It comes when the page is free again: after the picture was also laid out, painted and handed on.
    this.#channel.port1.onmessage = () => {
      const tookMs = performance.now() - this.#begunMs;
      this.lastMillis = tookMs;
      this.#tookMs = this.#tookMs === 0 ? tookMs : this.#tookMs * 0.7 + tookMs * 0.3;
    };
  }

  get pauseMillis(): number {
    return Math.min(slowestMillis, Math.max(quickestMillis, this.#tookMs * share));
  }

  /** Where a picture begins. */
  begin(): void {
    this.#begunMs = performance.now();
    this.#channel.port2.postMessage(null);
  }
}
