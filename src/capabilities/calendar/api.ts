import type { Actor } from '../../platform/auth/actor.ts';
import type { Ports } from '../../platform/context.ts';
import type { Queryable, Transaction } from '../../platform/db/database.ts';
import { holdSlots, type SlotRequest } from './actions/holdSlots.ts';
import { insertResource, setResourceParty, type ResourceRef } from './queries/resources.ts';
import { listSlots, overlapping, type Period, type Slot } from './queries/slots.ts';

export { holdSlots, type SlotRequest } from './actions/holdSlots.ts';
export { moveSlot, releaseSlot, releaseSlotsOf } from './actions/changeSlots.ts';
export { overlaps, slotsHeldBy, takenAmong, type Holder, type Period, type Slot } from './queries/slots.ts';
export type { ResourceRef } from './queries/resources.ts';

/** @throws slot_invalid, slot_taken */
export async function holdSlot(
  tx: Transaction,
  request: SlotRequest,
  actor: Actor,
  ports: Pick<Ports, 'clock' | 'rng'>,
): Promise<Slot> {
  const [slot] = await holdSlots(tx, [request], actor, ports);
  return slot!;
}

/** Gives a vehicle or driver a calendar that people may open, and says whose it is. */
export async function registerResource(
  tx: Transaction,
  resource: ResourceRef,
  partyId: string | null,
  { clock }: Pick<Ports, 'clock'>,
): Promise<void> {
  await insertResource(tx, resource, { partyId, at: clock.now() });
  await setResourceParty(tx, resource, partyId);
}

/** Its slots in a period in order of their beginning, at most 1,000. */
export const slotsOf = (sql: Queryable, resource: ResourceRef, period: Period): Promise<Slot[]> =>
  listSlots(sql, resource, { period, limit: 1000 });

/** As of now; only holdSlot decides. */
export async function isFree(sql: Queryable, resource: ResourceRef, period: Period): Promise<boolean> {
  return (await overlapping(sql, resource, { period, kind: 'booked' })).length === 0;
}
