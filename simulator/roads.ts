import type { HttpClient } from '../client/src/http.ts';
import { distanceMeters } from './geometry.ts';
import type { Leg } from './mover.ts';
import type { SimulatorStats } from './stats.ts';
import type { Point } from './types.ts';

const walkMetersPerSecond = 1.4;
const lastMeters = 25;

/** Speeds where there are no streets to say otherwise. */
const speeds: Record<string, number> = {
  foot: walkMetersPerSecond,
  bike: 4.8,
  cargo_bike: 4.4,
  car: 10.5,
  van: 9.5,
  truck: 8.5,
};

export class Roads {
  readonly #stats: SimulatorStats;

  constructor(_api: HttpClient, stats: SimulatorStats) {
    this.#stats = stats;
  }

  /** The way of a vehicle from here to the kerb, and on foot to the door. */
  async way(from: Point, to: Point, vehicleKind: string): Promise<Leg[]> {
    this.#stats.straightLegs++;
    const whole = distanceMeters(from, to);
    const share = whole > 2 * lastMeters ? 1 - lastMeters / whole : 0;
    const kerb = { lat: from.lat + (to.lat - from.lat) * share, lng: from.lng + (to.lng - from.lng) * share };
    return [
      { points: [from, kerb], metersPerSecond: speeds[vehicleKind] ?? 9 },
      { points: [kerb, to], metersPerSecond: walkMetersPerSecond },
    ];
  }
}
