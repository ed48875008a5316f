export const hourMs = 3_600_000;

/** Which stretch of time lies on how many pixels. */
export interface Scale {
  fromMs: number;
  toMs: number;
  pixelsPerHour: number;
}

/** Pixels from the left edge; what is outside stands at the edge. */
export function pixelsAt({ fromMs, toMs, pixelsPerHour }: Scale, timeMs: number): number {
  return ((Math.min(toMs, Math.max(fromMs, timeMs)) - fromMs) / hourMs) * pixelsPerHour;
}
