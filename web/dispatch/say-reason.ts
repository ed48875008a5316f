import { asFailureReason } from '../../client/src/failure-reasons.ts';
import { t } from './words.ts';

/** A reason of the list in the reader's language; one that somebody wrote, as it was written. */
export function sayReason(reason: string): string {
  const known = asFailureReason(reason);
  return known ? t(`reason.${known}`) : reason;
}
