import type { ActionDeclaration } from './data/lifecycle.ts';
import { t } from './words.ts';

const known = [
  'create',
  'release',
  'assignDriver',
  'acceptDelivery',
  'declineDelivery',
  'expireOffer',
  'unassignDriver',
  'pickUp',
  'startTransit',
  'arrive',
  'recordProof',
  'deliver',
  'fail',
  'retry',
  'startReturn',
  'confirmReturn',
  'cancel',
  'resolve',
] as const;

const isKnown = (name: string): name is (typeof known)[number] => (known as readonly string[]).includes(name);

/** An action in the reader's language; one that this page does not know yet, as the server calls it. */
export const sayAction = ({ name, label }: Pick<ActionDeclaration, 'name'> & { label?: string }): string =>
  isKnown(name) ? t(`action.${name}`) : (label ?? name);
