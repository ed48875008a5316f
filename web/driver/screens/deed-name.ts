import type { Deed } from '../offline/model.ts';
import { t } from '../words.ts';

const named = [
  'acceptDelivery',
  'declineDelivery',
  'pickUp',
  'startTransit',
  'arrive',
  'deliver',
  'fail',
  'confirmReturn',
  'goOnline',
  'goOffline',
  'startBreak',
  'endBreak',
  'startShift',
  'endShift',
] as const;

export function nameOfDeed(deed: Deed): string {
  if (deed.kind === 'proof') return t(`proof.${deed.proofKind}`);
  const name = named.find((one) => one === deed.action);
  return name ? t(`action.${name}`) : deed.action;
}
