import { t } from './words.ts';

const failureReasons = [
  'nobody_there',
  'address_not_found',
  'refused',
  'no_access',
  'damaged',
  'vehicle_broken',
  'weather',
  'other',
] as const;

/** A reason of the list in the reader's language; one that somebody wrote, as it was written. */
export function sayReason(reason: string): string {
  const known = failureReasons.find((name) => name === reason);
  return known ? t(`reason.${known}`) : reason;
}
