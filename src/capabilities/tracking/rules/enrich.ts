import type { DeviceMemory } from './check.ts';
import { distanceMeters, type Fix } from './fix.ts';

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

/** Fills in speed and heading from the place before, when the device did not measure them. Changes `fix`. */
export function enrichMotion(fix: Fix, memory: DeviceMemory): void {
  const { previous, last } = memory;
  if (previous === null || last === null || last.timeMs !== fix.timeMs) return;
  if (fix.speedMetersPerSecond !== null && fix.headingDegrees !== null) return;
  const gapMs = fix.timeMs - previous.timeMs;
  if (gapMs <= 0 || gapMs > LONGEST_GAP_MS) return;
  const distance = distanceMeters(previous, fix);
  fix.speedMetersPerSecond ??= Math.round((distance / gapMs) * 1e5) / 100;
  if (distance >= HEADING_FROM_METERS)
    fix.headingDegrees ??= Math.round(bearingDegrees(previous, fix) * 10) / 10;
}
