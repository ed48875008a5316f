import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { calendarErrors } from '../errors.ts';
import { calendarEvents } from '../events.ts';
import { insertResource, lockResource, type ResourceRef } from '../queries/resources.ts';
import { insertSlot, overlapping, type Holder, type Period, type Slot } from '../queries/slots.ts';
import { lockOrder } from '../rules/lock-order.ts';
import { slotPayload } from '../rules/show.ts';

export interface SlotRequest extends Period {
  resource: ResourceRef;
  kind: Slot['kind'];
  holder: Holder;
  id?: string | undefined;
  note?: string | null | undefined;
}

/** Locks the resources' rows, in one order for everyone, and makes those that are missing. */
export async function lockResources(
  tx: Transaction,
  resources: readonly ResourceRef[],
  { clock }: Pick<Ports, 'clock'>,
): Promise<void> {
  for (const resource of lockOrder(resources)) {
    if (await lockResource(tx, resource)) continue;
    await insertResource(tx, resource, { partyId: null, at: clock.now() });
    await lockResource(tx, resource);
  }
}

/**
 * Takes a time of each resource, all or none, in the caller's transaction. The resource's row is locked before the slot
 * is written: the constraint alone would let two transactions wait for each other.
 * @throws slot_invalid; slot_taken, with the slots that are in the way
 */
export async function holdSlots(
  tx: Transaction,
  requests: readonly SlotRequest[],
  actor: Actor,
  ports: Pick<Ports, 'clock' | 'rng'>,
): Promise<Slot[]> {
  for (const period of requests) requireOrder(period);
  await lockResources(
    tx,
    requests.map(({ resource }) => resource),
    ports,
  );
  const now = ports.clock.now();
  const slots: Slot[] = [];
  for (const request of requests) {
    const { resource, kind, holder, from, to, id = newId(ports), note = null } = request;
    const held = await insertSlot(tx, {
      id,
      version: 1,
      resourceKind: resource.kind,
      resourceId: resource.id,
      from,
      to,
      kind,
      module: holder.module,
      entity: holder.entity,
      entityId: holder.id,
      note,
      createdBy: actor.id,
      createdAt: now,
      updatedAt: now,
    });
    if (!held) throw taken(resource, await overlapping(tx, resource, { period: request, kind }));
    slots.push(held);
  }
  const events = slots.map((slot) => ({
    event: calendarEvents.slotHeld,
    subject: { entity: 'slot', id: slot.id },
    sequence: 1,
    actor,
    payload: slotPayload(slot),
  }));
  if (events.length > 0) tx.withCommit(insertEvents(tx, events, ports));
  return slots;
}

export function requireOrder({ from, to }: Period): void {
  if (!(from.getTime() < to.getTime()))
    throw calendarErrors.slot_invalid('It must begin before it ends.', {
      errors: [{ field: 'to', reason: 'must be after from' }],
    });
}

export function taken(resource: ResourceRef, slots: readonly Slot[]) {
  const inTheWay = slots.map(({ from, to, kind }) => ({
    from: from.toISOString(),
    to: to.toISOString(),
    kind,
  }));
  const [first] = inTheWay;
  const sentence = first
    ? `The ${resource.kind} is ${first.kind === 'shift' ? 'on a shift' : first.kind} from ${first.from} to ${first.to}.`
    : `The ${resource.kind} is taken, or the id of the slot is.`;
  return calendarErrors.slot_taken(sentence, { members: { resource, inTheWay } });
}
