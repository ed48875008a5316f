import type { deliveryStates } from '../schema.ts';
import { over } from './tracked.ts';

/** What an operator may leave to the recipient of a delivery. */
export const recipientRights = ['note', 'neighbour', 'reschedule', 'rate'] as const;
export type RecipientRight = (typeof recipientRights)[number];

type State = (typeof deliveryStates)[number];
/** The driver is at the door, or the parcel is on its way back. */
const tooLate: readonly State[] = ['arrived', 'returning'];
/** Until the parcel is on board, another day costs nobody a way. */
const onBoard: readonly State[] = ['picked_up', 'in_transit'];

interface Followed {
  state: State;
  deliveredAt: Date | null;
  rated: boolean;
}

/** What the recipient may do now, of what the operator allows. */
export function rightsNow(
  allowed: readonly RecipientRight[],
  { state, deliveredAt, rated }: Followed,
  { now, ratingTtlSeconds }: { now: Date; ratingTtlSeconds: number },
): RecipientRight[] {
  return allowed.filter((right) => {
    if (right === 'rate')
      return (
        state === 'delivered' &&
        !rated &&
        deliveredAt !== null &&
        now.getTime() - deliveredAt.getTime() <= ratingTtlSeconds * 1000
      );
    if (over(state) || tooLate.includes(state)) return false;
    return right !== 'reschedule' || !onBoard.includes(state);
  });
}

const hourMs = 3_600_000;
const leadMs = hourMs;
const farthestMs = 14 * 24 * hourMs;

/** Why a window cannot be asked for, in a sentence; undefined when it can. */
export function wrongWindow(from: Date, to: Date, now: Date): string | undefined {
  if (to.getTime() - from.getTime() < hourMs) return 'The time must be at least an hour long.';
  if (to.getTime() - from.getTime() > 24 * hourMs) return 'The time must not be longer than a day.';
  if (from.getTime() < now.getTime() + leadMs) return 'The time must begin in an hour or later.';
  if (from.getTime() > now.getTime() + farthestMs) return 'The time must begin within two weeks.';
  return undefined;
}
