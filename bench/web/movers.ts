import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { seededRng } from '../../src/platform/ports/rng.ts';
import { inputOf, serve } from '../live/processes.ts';
import { driverIdOf } from './seed-board.ts';

/** Drivers on the streets, each of whom reports once a second through `POST /v1/positions`. */
export interface MoversInput {
  url: string;
  token: string;
  drivers: number;
  /** Between these they drive. */
  places: { lat: number; lng: number }[];
}

const input = inputOf<MoversInput>();
const http = new HttpClient({ baseUrl: input.url, token: () => input.token });
const rng = seededRng(7);
const lineCount = 150;
const metersPerSecond = 11;
/** So many batches in each second, so that the server is not asked for everything at once. */
const batchesPerSecond = 10;
const metersPerDegree = 111_195;

interface Line {
  points: number[][];
  /** Meters from the start at each point. */
  along: number[];
}

const somewhere = () =>
  input.places[Math.floor(rng.float() * input.places.length)] as { lat: number; lng: number };
const lines: Line[] = [];
while (lines.length < lineCount) {
  const stops = [somewhere(), somewhere(), somewhere(), somewhere()];
  const { geometry } = await call(http, 'geography.planRoute', { body: { profile: 'car', stops } });
  const along = [0];
  for (const [index, [lng, lat]] of (geometry as [number, number][]).entries()) {
    const [wasLng, wasLat] = (geometry as [number, number][])[index - 1] ?? [lng, lat];
    const meters =
      Math.hypot(lat - wasLat, (lng - wasLng) * Math.cos((lat * Math.PI) / 180)) * metersPerDegree;
    if (index > 0) along.push((along[index - 1] as number) + meters);
  }
  if ((along.at(-1) ?? 0) > 500) lines.push({ points: geometry as number[][], along });
}
const startMeters = Array.from({ length: input.drivers }, () => rng.float() * 20_000);
const state = { accepted: 0, setAside: 0, failed: 0, slowestMillis: 0 };
const begunMs = Date.now();

/** There and back again along the driver's line. */
function placeOf(driver: number, nowMs: number) {
  const { points, along } = lines[driver % lines.length] as Line;
  const length = along.at(-1) as number;
  const driven = (startMeters[driver] as number) + ((nowMs - begunMs) / 1000) * metersPerSecond;
  const there = Math.floor(driven / length) % 2 === 0;
  const at = there ? driven % length : length - (driven % length);
  let index = along.findIndex((meters) => meters >= at);
  if (index < 1) index = 1;
  const [from, to] = [points[index - 1] as number[], points[index] as number[]];
  const share =
    (at - (along[index - 1] as number)) / ((along[index] as number) - (along[index - 1] as number) || 1);
  const [lng, lat] = [0, 1].map(
    (axis) => (from[axis] as number) + ((to[axis] as number) - (from[axis] as number)) * share,
  );
  const turn =
    (Math.atan2((to[0] as number) - (from[0] as number), (to[1] as number) - (from[1] as number)) * 180) /
    Math.PI;
  return {
    lat: lat as number,
    lng: lng as number,
    headingDegrees: Math.round(((there ? turn : turn + 180) + 360) % 360),
  };
}

let turn = 0;
async function report(): Promise<void> {
  const nowMs = Date.now();
  const positions = [];
  for (let driver = turn++ % batchesPerSecond; driver < input.drivers; driver += batchesPerSecond)
    positions.push({
      deviceId: driverIdOf(driver),
      kind: 'driver' as const,
      time: nowMs,
      ...placeOf(driver, nowMs),
      speedMetersPerSecond: metersPerSecond,
    });
  try {
    const answer = await call(http, 'tracking.reportPositions', { body: { positions } });
    state.accepted += answer.accepted;
    state.setAside += answer.setAside.length;
    state.slowestMillis = Math.max(state.slowestMillis, Date.now() - nowMs);
  } catch {
    state.failed += positions.length;
  }
}
setInterval(() => void report(), 1000 / batchesPerSecond);

serve({}, () => {
  const told = { ...state };
  Object.assign(state, { accepted: 0, setAside: 0, failed: 0, slowestMillis: 0 });
  return told;
});
