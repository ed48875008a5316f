/** At the least, for the way from the kerb to the bell. */
const leastMs = 60_000;
/** Of the way that is left: traffic, lights, wrong turns. */
const shareOfWay = 0.2;
/** What one stop before this one may take more, or less, than planned. */
const perStopMs = 120_000;

/**
 * Between which times the driver is to be expected: the farther off and the more stops before, the wider. Late is
 * likelier than early, so the later end lies half as far again from the middle. Never in the past.
 */
export function arrivalBetween(
  etaAt: Date,
  { stopsAhead, now }: { stopsAhead: number; now: Date },
): { from: Date; to: Date } {
  const left = Math.max(0, etaAt.getTime() - now.getTime());
  const margin = leastMs + shareOfWay * left + perStopMs * stopsAhead;
  const from = Math.max(now.getTime(), etaAt.getTime() - margin);
  return { from: new Date(from), to: new Date(Math.max(from + leastMs, etaAt.getTime() + 1.5 * margin)) };
}
