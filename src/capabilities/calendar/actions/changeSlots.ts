import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents, type Change } from '../../../platform/events/outbox.ts';
import { requireVersion } from '../../../platform/http/if-match.ts';
import { calendarEvents } from '../events.ts';
import type { ResourceRef } from '../queries/resources.ts';
import {
  deleteSlot,
  findSlot,
  overlapping,
  slotsHeldBy,
  updateSlot,
  type Holder,
  type Period,
  type Slot,
} from '../queries/slots.ts';
import { slotPayload } from '../rules/show.ts';
import { lockResources, requireOrder, taken } from './holdSlots.ts';

type Clocked = Pick<Ports, 'clock'>;

const resourceOf = ({ resourceKind: kind, resourceId: id }: Slot): ResourceRef => ({ kind, id });

/** The slot as it is once its resource's row is locked; undefined when it was released meanwhile. */
async function lockSlot(tx: Transaction, id: string, ports: Clocked): Promise<Slot | undefined> {
  const slot = await findSlot(tx, id);
  if (!slot) return undefined;
  await lockResources(tx, [resourceOf(slot)], ports);
  return findSlot(tx, id);
}

/**
 * Moves, extends or shortens a slot, or changes its note; what is left out stays.
 * @throws not_found, precondition_failed, slot_invalid, slot_taken
 */
export async function moveSlot(
  tx: Transaction,
  change: Partial<Period> & { id: string; note?: string | null | undefined; ifVersion?: number | undefined },
  actor: Actor,
  ports: Clocked,
): Promise<Slot> {
  const slot = requireVersion(await lockSlot(tx, change.id, ports), change.ifVersion, `slot ${change.id}`);
  const period = { from: change.from ?? slot.from, to: change.to ?? slot.to };
  const note = change.note === undefined ? slot.note : change.note;
  requireOrder(period);
  const inTheWay = await overlapping(tx, resourceOf(slot), { period, kind: slot.kind, exceptId: slot.id });
  if (inTheWay.length > 0) throw taken(resourceOf(slot), inTheWay);
  const at = ports.clock.now();
  const moved = await updateSlot(tx, slot.id, { period, note, version: slot.version + 1, at });
  const { from, to } = slot;
  const difference = { before: { from, to, note: slot.note }, after: { ...period, note } };
  tell(tx, calendarEvents.slotMoved, [moved], actor, ports, difference);
  return moved;
}

/** Releasing what is released already changes nothing. */
export async function releaseSlot(tx: Transaction, id: string, actor: Actor, ports: Clocked): Promise<void> {
  const slot = await lockSlot(tx, id, ports);
  if (slot) await release(tx, [slot], actor, ports);
}

/** Frees every time that one booking, delivery or task holds. Gives the slots that were released. */
export async function releaseSlotsOf(
  tx: Transaction,
  holder: Holder,
  actor: Actor,
  ports: Clocked,
): Promise<Slot[]> {
  const found = await slotsHeldBy(tx, holder);
  await lockResources(tx, found.map(resourceOf), ports);
  const slots = await slotsHeldBy(tx, holder);
  await release(tx, slots, actor, ports);
  return slots;
}

async function release(tx: Transaction, slots: readonly Slot[], actor: Actor, ports: Clocked): Promise<void> {
  for (const { id } of slots) await deleteSlot(tx, id);
  tell(
    tx,
    calendarEvents.slotReleased,
    slots.map((slot) => ({ ...slot, version: slot.version + 1 })),
    actor,
    ports,
  );
}

function tell(
  tx: Transaction,
  event: (typeof calendarEvents)[keyof typeof calendarEvents],
  slots: readonly Slot[],
  actor: Actor,
  ports: Clocked,
  change?: Change,
): void {
  if (slots.length === 0) return;
  const events = slots.map((slot) => ({
    event,
    subject: { entity: 'slot', id: slot.id },
    sequence: slot.version,
    actor,
    payload: slotPayload(slot),
    ...(change && { change }),
  }));
  tx.withCommit(insertEvents(tx, events, ports));
}
