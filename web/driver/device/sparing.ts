export interface Fix {
  /** Device time, milliseconds since 1970. */
  timeMs: number;
  lat: number;
  lng: number;
  accuracyMeters: number | null;
  speedMetersPerSecond: number | null;
  headingDegrees: number | null;
}

const STEP_METERS = 25;
const MOVING_SECONDS = 5;
const STANDING_SECONDS = 60;
const LOW_BATTERY_PERCENT = 20;

/** Whether a fix is worth keeping and sending: often on the move, seldom at rest, half as often on a low battery. */
export function decide(last: Fix | null, next: Fix, batteryPercent: number | null): boolean {
  if (!last || next.timeMs < last.timeMs) return true;
  const slower = batteryPercent !== null && batteryPercent < LOW_BATTERY_PERCENT ? 2 : 1;
  const seconds = (next.timeMs - last.timeMs) / 1000;
  // Within its own error nothing has moved.
  const moved = metersBetween(last, next) > Math.max(STEP_METERS, (next.accuracyMeters ?? 0) / 2);
  return seconds >= (moved ? MOVING_SECONDS : STANDING_SECONDS) * slower;
}

interface Point {
  lat: number;
  lng: number;
}

/** Good enough over some kilometers. */
export function metersBetween(a: Point, b: Point): number {
  const metersPerDegree = 111_195;
  const x = (b.lng - a.lng) * Math.cos(((a.lat + b.lat) / 2) * (Math.PI / 180));
  return Math.hypot(x, b.lat - a.lat) * metersPerDegree;
}
