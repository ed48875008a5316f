const smallestBytes = 64 * 1024;
const largestBytes = 8 * 1024 * 1024;
/** A part should take about this long: less costs round trips, more is lost again when the network breaks. */
const fastSeconds = 1;
const slowSeconds = 4;

/** How large the next part should be, when the one before took so long; Infinity: it did not arrive. */
export function nextPartBytes(bytes: number, seconds: number): number {
  if (seconds > slowSeconds) return Math.max(smallestBytes, bytes / 2);
  return seconds < fastSeconds ? Math.min(largestBytes, bytes * 2) : bytes;
}
