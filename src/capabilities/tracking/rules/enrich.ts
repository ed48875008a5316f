import type { DeviceMemory } from './check.ts';
import { distanceMeters } from '../../../platform/geo/distance.ts';
import type { Fix } from './fix.ts';

const RADIANS = Math.PI / 180;
/** Below this the direction between two fixes is noise. */
const HEADING_FROM_METERS = 5;
const LONGEST_GAP_MS = 60_000;

/** Initial bearing of the great circle, 0 to 360 degrees clockwise from north. */
export function bearingDegrees(from: { lat: number; lng: number }, to: { lat: number; lng: number }): number {
  const [a, b] = [from.lat * RADIANS, to.lat * RADIANS];
  const d = (to.lng - from.lng) * RADIANS;
  const y = Math.sin(d) * Math.cos(b);
  const x = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(d);
  return (Math.atan2(y, x) / RADIANS + 360) % 360;
}

/** Nearer than this to where it stood, it still stands there. */
const STANDING_METERS = 50;
const STANDING_MS = 120_000;

/**
 * Fills in speed and heading from the place before, when the device did not measure them, and keeps the
 * odometer and the place where it stands. The fix is the newest of its device. Changes `fix` and `memory`.
 */
export function enrichMotion(fix: Fix, memory: DeviceMemory): void {
  const { previous, last } = memory;
  if (last === null) return;
  if (previous !== null) memory.odometerMeters += distanceMeters(previous, fix);
  const { anchor } = memory;
  if (anchor === null || distanceMeters(anchor, fix) > STANDING_METERS) memory.anchor = last;
  const sinceMs = memory.anchor?.timeMs ?? fix.timeMs;
  fix.odometerMeters = memory.odometerMeters;
  fix.stoppedSinceMs = fix.timeMs - sinceMs >= STANDING_MS ? sinceMs : null;
  if (previous === null) return;
  if (fix.speedMetersPerSecond !== null && fix.headingDegrees !== null) return;
  const gapMs = fix.timeMs - previous.timeMs;
  if (gapMs <= 0 || gapMs > LONGEST_GAP_MS) return;
  const distance = distanceMeters(previous, fix);
  fix.speedMetersPerSecond ??= Math.round((distance / gapMs) * 1e5) / 100;
  if (distance >= HEADING_FROM_METERS)
    fix.headingDegrees ??= Math.round(bearingDegrees(previous, fix) * 10) / 10;
}
