import type { Delivery, Item } from './model.ts';

type Facts = Pick<Delivery, 'notes' | 'proofRules' | 'pickup' | 'dropoff'>;

/** What the driver saw and what is there now; `null` where there is nothing. */
export interface Change {
  what: 'note' | 'pickup' | 'dropoff' | 'proofs';
  before: string | null;
  now: string | null;
}

type Words = Readonly<{ proof(kind: Delivery['proofRules'][number]): string }>;

const doorOf = ({ name, street, houseNumber, postcode, city, instructions, phone }: Delivery['pickup']) =>
  [
    name,
    [street, houseNumber].filter(Boolean).join(' '),
    [postcode, city].filter(Boolean).join(' '),
    instructions,
    phone,
  ]
    .filter(Boolean)
    .join(', ');

/** What somebody changed at a stop after the driver had looked at it, in the order in which it is read. Pure. */
export function changesOf({ seen }: Pick<Item, 'seen'>, now: Delivery, { proof }: Words): Change[] {
  if (!seen.facts) return [];
  const before = JSON.parse(seen.facts) as Facts;
  const proofs = (rules: Facts['proofRules']) => [...rules].sort().map(proof).join(', ');
  const all: Change[] = [
    { what: 'pickup', before: doorOf(before.pickup), now: doorOf(now.pickup) },
    { what: 'dropoff', before: doorOf(before.dropoff), now: doorOf(now.dropoff) },
    { what: 'note', before: before.notes, now: now.notes },
    { what: 'proofs', before: proofs(before.proofRules), now: proofs(now.proofRules) },
  ];
  return all
    .filter((one) => (one.before ?? '') !== (one.now ?? ''))
    .map(({ what, ...texts }) => ({ what, before: texts.before || null, now: texts.now || null }));
}
