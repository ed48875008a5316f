import type { SimClock } from './clock.ts';
import type { Mover } from './mover.ts';

/**
 * However fast the simulated day runs, two reports of one device stay near enough for the platform to believe them: it
 * allows the speed of sound and 200 m of doubt.
 */
const fastestMetersPerRealSecond = 300;
const doubtMeters = 180;
const standingReportSeconds = 20;
const longestSilenceMillis = 60_000;

interface Tracked {
  mover: Mover;
  report(nowMs: number): void;
  reportedAtMs: number;
}

/** Moves everything on, once a simulated second where the machine allows it, and lets it report where it is. */
export class Traffic {
  readonly #tracked = new Set<Tracked>();
  readonly #clock: SimClock;
  /** Real time between two steps. */
  readonly tickMillis: number;

  constructor(clock: SimClock) {
    this.#clock = clock;
    this.tickMillis = Math.min(1000, Math.max(200, 1000 / clock.speed));
  }

  add(mover: Mover, report: (nowMs: number) => void): void {
    this.#tracked.add({ mover, report, reportedAtMs: 0 });
  }

  async run(): Promise<void> {
    let before = performance.now();
    for (;;) {
      await this.#clock.sleepReal(this.tickMillis);
      const now = performance.now();
      // After a stall (a laptop that slept) the world goes on from where it was.
      const elapsed = Math.min(now - before, 5 * this.tickMillis) / 1000;
      before = now;
      this.#step(elapsed);
    }
  }

  #step(elapsedSeconds: number): void {
    const nowMs = Date.now();
    const { speed } = this.#clock;
    const standingMillis = Math.min(
      longestSilenceMillis,
      Math.max(1000, (standingReportSeconds * 1000) / speed),
    );
    for (const one of this.#tracked) {
      const moved = one.mover.metersPerSecond > 0;
      one.mover.advance(elapsedSeconds * speed, doubtMeters + elapsedSeconds * fastestMetersPerRealSecond);
      const moves = moved || one.mover.metersPerSecond > 0;
      if (!moves && nowMs - one.reportedAtMs < standingMillis) continue;
      one.reportedAtMs = nowMs;
      one.report(nowMs);
    }
  }
}
