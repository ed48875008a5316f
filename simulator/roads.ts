import type { HttpClient } from '../client/src/http.ts';
import { ApiError } from '../client/src/problem.ts';
import { between, distanceMeters } from './geometry.ts';
import type { Leg } from './mover.ts';
import type { SimulatorStats } from './stats.ts';
import type { Point } from './types.ts';

const walkMetersPerSecond = 1.4;
const lastMeters = 25;
/** After an answer that there are no streets, so long nobody asks again. */
const askAgainMillis = 60_000;

/** Speeds where there are no streets to say otherwise, and the profile where there are. */
const vehicles: Record<string, { profile: string; metersPerSecond: number; pace: number }> = {
  foot: { profile: 'foot', metersPerSecond: walkMetersPerSecond, pace: 1 },
  bike: { profile: 'bike', metersPerSecond: 4.8, pace: 1 },
  cargo_bike: { profile: 'bike', metersPerSecond: 4.4, pace: 0.9 },
  car: { profile: 'car', metersPerSecond: 10.5, pace: 1 },
  van: { profile: 'car', metersPerSecond: 9.5, pace: 0.92 },
  truck: { profile: 'car', metersPerSecond: 8.5, pace: 0.8 },
};

interface Route {
  distanceMeters: number;
  durationSeconds: number;
  /** [lng, lat] */
  geometry: [number, number][];
}

export class Roads {
  readonly #api: HttpClient;
  readonly #stats: SimulatorStats;
  #silentUntil = 0;

  constructor(api: HttpClient, stats: SimulatorStats) {
    this.#api = api;
    this.#stats = stats;
  }

  /** The way of a vehicle from here to the kerb, and on foot to the door. */
  async way(from: Point, to: Point, vehicleKind: string): Promise<Leg[]> {
    const vehicle = vehicles[vehicleKind] ?? vehicles['van']!;
    const isNear = distanceMeters(from, to) < 2 * lastMeters;
    const route = isNear ? undefined : await this.#route(from, to, vehicle.profile);
    if (!route) {
      if (!isNear) this.#stats.straightLegs++;
      return straight(from, to, vehicle.metersPerSecond);
    }
    this.#stats.streetLegs++;
    const points = route.geometry.map(([lng, lat]) => ({ lat, lng }));
    const metersPerSecond = (route.distanceMeters / Math.max(1, route.durationSeconds)) * vehicle.pace;
    const [first, last] = [points[0] ?? from, points.at(-1) ?? to];
    return [
      { points: [from, first], metersPerSecond: walkMetersPerSecond * 2 },
      { points, metersPerSecond: Math.max(walkMetersPerSecond, metersPerSecond) },
      { points: [last, to], metersPerSecond: walkMetersPerSecond },
    ];
  }

  /** Undefined where no street leads, or where the server knows of none. */
  async #route(from: Point, to: Point, profile: string): Promise<Route | undefined> {
    if (Date.now() < this.#silentUntil) return undefined;
    const stops = [from, to].map(({ lat, lng }) => ({ lat, lng }));
    try {
      return await this.#api.post<Route>('/v1/routes', { profile, stops });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error;
      if (error.status === 404 || error.code === 'no_map') this.#silentUntil = Date.now() + askAgainMillis;
      return undefined;
    }
  }
}

function straight(from: Point, to: Point, metersPerSecond: number): Leg[] {
  const whole = distanceMeters(from, to);
  const kerb = between(from, to, whole > 2 * lastMeters ? 1 - lastMeters / whole : 0);
  return [
    { points: [from, kerb], metersPerSecond },
    { points: [kerb, to], metersPerSecond: walkMetersPerSecond },
  ];
}
