import { distanceMeters, type Point } from '../../../platform/geo/distance.ts';
import type { Fix } from './fix.ts';

/** Why a fix is set aside instead of believed. */
export const REASONS = ['out_of_range', 'null_island', 'future', 'too_old', 'faster_than_sound'] as const;
export type Reason = (typeof REASONS)[number];

export interface CheckLimits {
  futureToleranceMs: number;
  oldestAgeMs: number;
}

const SPEED_OF_SOUND = 343;
/** Two fixes of a good receiver may lie this far apart at the same moment. */
const JITTER_METERS = 200;
/** So many fixes that agree with each other win against a last place that none of them agrees with. */
const AGREEING = 3;

export interface Known extends Point {
  timeMs: number;
}

/** What is remembered of a device between its fixes. */
export interface DeviceMemory {
  last: Known | null;
  /** The one before it. */
  previous: Known | null;
  /** A place that contradicts the last one, and how many fixes have agreed on it so far. */
  rival: (Known & { agreeing: number }) | null;
  /** Way so far. */
  odometerMeters: number;
  /** Where it came to stand, when it has not left that place since. */
  anchor: Known | null;
  /** Geofences that it is inside of: since when, and whether staying was told. */
  inside: Map<string, { sinceMs: number; dwelled: boolean }>;
}

export function newMemory(last: Known | null): DeviceMemory {
  return { last, previous: null, rival: null, odometerMeters: 0, anchor: last, inside: new Map() };
}

/** What can be said of one fix alone: impossible values and times. */
export function checkAlone(fix: Fix, nowMs: number, limits: CheckLimits): Reason | null {
  const { lat, lng, timeMs } = fix;
  if (!(lat >= -90 && lat <= 90 && lng >= -180 && lng <= 180) || !Number.isFinite(timeMs))
    return 'out_of_range';
  if (Math.abs(lat) < 1e-6 && Math.abs(lng) < 1e-6) return 'null_island';
  if (timeMs > nowMs + limits.futureToleranceMs) return 'future';
  if (timeMs < nowMs - limits.oldestAgeMs) return 'too_old';
  return null;
}

function reachable(from: Known, to: Known): boolean {
  const distance = distanceMeters(from, to);
  if (distance <= JITTER_METERS) return true;
  const seconds = Math.abs(to.timeMs - from.timeMs) / 1000;
  return distance - JITTER_METERS <= SPEED_OF_SOUND * seconds;
}

/**
 * Whether the device can have got here from where it was. A wrong last place must not silence a device for
 * ever, so fixes that agree with each other take over after a few. Changes `memory`.
 */
export function checkJump(fix: Fix, memory: DeviceMemory): Reason | null {
  const { last } = memory;
  if (last === null || reachable(last, fix)) {
    if (last === null || fix.timeMs > last.timeMs) {
      memory.previous = last;
      memory.last = { lat: fix.lat, lng: fix.lng, timeMs: fix.timeMs };
      memory.rival = null;
    }
    return null;
  }
  const { rival } = memory;
  const agreeing = rival !== null && reachable(rival, fix) ? rival.agreeing + 1 : 1;
  if (agreeing >= AGREEING && fix.timeMs > last.timeMs) {
    memory.previous = null;
    memory.last = { lat: fix.lat, lng: fix.lng, timeMs: fix.timeMs };
    memory.rival = null;
    return null;
  }
  memory.rival = { lat: fix.lat, lng: fix.lng, timeMs: fix.timeMs, agreeing };
  return 'faster_than_sound';
}
