import type { AnswerOf } from '../../../client/src/index.ts';
import { metersBetween } from '../device/sparing.ts';

export type Way = Pick<
  AnswerOf<'geography.planRoute'>,
  'geometry' | 'steps' | 'distanceMeters' | 'durationSeconds'
>;
type Step = Way['steps'][number];
interface Point {
  lat: number;
  lng: number;
}

export interface NextTurn {
  step: Step;
  /** Along the way from here to where the step begins. */
  meters: number;
  /** How far the driver is from the way: beyond some tens of meters it is another way. */
  offMeters: number;
}

/** Where on the way the driver is, and what comes next. Pure; undefined when there is no way. */
export function nextTurn({ geometry, steps }: Way, at: Point): NextTurn | undefined {
  const points = geometry.map(([lng, lat]) => ({ lng: lng as number, lat: lat as number }));
  let best = { index: 0, meters: Number.POSITIVE_INFINITY, rest: 0 };
  for (let index = 0; index + 1 < points.length; index++) {
    const [from, to] = [points[index] as Point, points[index + 1] as Point];
    const foot = footOn(from, to, at);
    const meters = metersBetween(foot, at);
    if (meters < best.meters) best = { index, meters, rest: metersBetween(foot, to) };
  }
  const step =
    steps.find(({ geometryIndex, kind }) => kind !== 'depart' && geometryIndex > best.index) ?? steps.at(-1);
  if (!step || points.length < 2) return undefined;
  let meters = best.rest;
  for (let index = best.index + 1; index < step.geometryIndex; index++)
    meters += metersBetween(points[index] as Point, points[index + 1] as Point);
  return { step, meters: Math.round(meters), offMeters: Math.round(best.meters) };
}

/** The point of a short line that is nearest. */
function footOn(from: Point, to: Point, at: Point): Point {
  const squeeze = Math.cos((at.lat * Math.PI) / 180);
  const [dx, dy] = [(to.lng - from.lng) * squeeze, to.lat - from.lat];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((at.lng - from.lng) * squeeze * dx + (at.lat - from.lat) * dy) / length;
  const along = Math.min(1, Math.max(0, share));
  return { lat: from.lat + along * (to.lat - from.lat), lng: from.lng + along * (to.lng - from.lng) };
}
