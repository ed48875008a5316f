/** States after which nobody outside follows a delivery any more, with the words for it. */
const endings: Readonly<Record<string, string>> = {
  delivered: 'The delivery has arrived; this link has ended with it.',
  cancelled: 'The delivery was cancelled; this link has ended with it.',
  returned: 'The parcel went back to its sender; this link has ended with it.',
};

export const over = (state: string): boolean => state in endings;

/** Why a link shows nothing any more: a word for programs, a sentence for people; undefined while it does. */
export function endOfLink(
  { state, expiresAt }: { state: string; expiresAt: Date },
  now: Date,
): { ending: string; words: string } | undefined {
  const words = endings[state];
  if (words !== undefined) return { ending: state, words };
  if (expiresAt > now) return undefined;
  return { ending: 'expired', words: 'This link has expired. Ask the sender for a new one.' };
}

/** Whether the driver is on the way to this door and to no other before. */
export function isNextStop(state: string, stopsAhead: number | null): boolean {
  return stopsAhead === 0 && (state === 'in_transit' || state === 'arrived');
}
