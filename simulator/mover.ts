import { between, distanceMeters, headingDegrees } from './geometry.ts';
import type { Point } from './types.ts';

/** A way and how fast it is gone. */
export interface Leg {
  points: readonly Point[];
  metersPerSecond: number;
}

/** Something that moves along legs; the traffic moves it on. */
export class Mover {
  position: Point;
  heading = 0;
  /** Of the simulated world; 0 while it stands. */
  metersPerSecond = 0;
  #legs: Leg[] = [];
  /** The corner of the first leg that it goes to. */
  #corner = 1;
  #arrive: (() => void) | undefined;

  constructor(position: Point) {
    this.position = { lat: position.lat, lng: position.lng };
  }

  /** Resolves at the end of the last leg, or when it is told to stop. */
  follow(legs: readonly Leg[]): Promise<void> {
    this.stop();
    this.#legs = legs.filter(({ points }) => points.length > 1);
    this.#corner = 1;
    if (this.#legs.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#arrive = resolve;
    });
  }

  /** Stands still here; whoever waits for the arrival goes on. */
  stop(): void {
    this.#legs = [];
    this.metersPerSecond = 0;
    const arrive = this.#arrive;
    this.#arrive = undefined;
    arrive?.();
  }

  /** Goes on for so many seconds, at most so many meters. */
  advance(seconds: number, mostMeters: number): void {
    let [timeLeft, metersLeft] = [seconds, mostMeters];
    for (let leg = this.#legs[0]; leg && timeLeft > 0 && metersLeft > 0; leg = this.#legs[0]) {
      const goal = leg.points[this.#corner];
      if (!goal) {
        this.#legs.shift();
        this.#corner = 1;
        continue;
      }
      this.metersPerSecond = leg.metersPerSecond;
      const whole = distanceMeters(this.position, goal);
      const reach = Math.min(timeLeft * leg.metersPerSecond, metersLeft);
      if (whole > 0.5) this.heading = headingDegrees(this.position, goal);
      if (reach < whole) {
        this.position = between(this.position, goal, reach / whole);
        return;
      }
      this.position = { lat: goal.lat, lng: goal.lng };
      this.#corner++;
      timeLeft -= whole / leg.metersPerSecond;
      metersLeft -= whole;
    }
    if (this.#legs.length === 0) this.stop();
  }
}
