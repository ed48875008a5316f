import {
  holdSlots,
  moveSlot,
  releaseSlotsOf,
  slotsHeldBy,
  type Holder,
} from '../../../capabilities/calendar/api.ts';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import type { Shift } from '../queries/shifts.ts';

const holderOf = ({ id }: Pick<Shift, 'id'>): Holder => ({ module: 'deliveries', entity: 'shift', id });

/**
 * Takes the time of a shift in the calendars of its driver and its vehicle, both or none.
 * @throws slot_taken
 */
export async function holdShift(tx: Transaction, shift: Shift, actor: Actor, ports: Ports): Promise<void> {
  const { driverId, vehicleId, plannedFrom: from, plannedTo: to } = shift;
  const common = { holder: holderOf(shift), from, to };
  await holdSlots(
    tx,
    [
      { ...common, resource: { kind: 'driver', id: driverId }, kind: 'shift' },
      ...(vehicleId
        ? [{ ...common, resource: { kind: 'vehicle', id: vehicleId }, kind: 'booked' } as const]
        : []),
    ],
    actor,
    ports,
  );
}

export async function releaseShift(tx: Transaction, shift: Shift, actor: Actor, ports: Ports): Promise<void> {
  await releaseSlotsOf(tx, holderOf(shift), actor, ports);
}

/** A shift that ends early frees what is left of its time. */
export async function shortenShift(
  tx: Transaction,
  { shift, to, actor }: { shift: Shift; to: Date; actor: Actor },
  ports: Ports,
): Promise<void> {
  if (to >= shift.plannedTo) return;
  if (to <= shift.plannedFrom) return releaseShift(tx, shift, actor, ports);
  const slots = await slotsHeldBy(tx, holderOf(shift));
  for (const { id } of slots.toSorted((a, b) => a.resourceKind.localeCompare(b.resourceKind)))
    await moveSlot(tx, { id, to }, actor, ports);
}
