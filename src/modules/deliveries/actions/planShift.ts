import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { begin } from '../../../platform/lifecycle/perform.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { deliveriesEvents } from '../events.ts';
import { lockDriver } from '../queries/drivers.ts';
import { insertShift, type Shift } from '../queries/shifts.ts';
import { holdShift } from './shiftSlots.ts';
import { shiftLifecycle } from '../shift-lifecycle.ts';

export interface ShiftPlan {
  driverId: string;
  vehicleId?: string | undefined;
  plannedFrom: Date;
  plannedTo: Date;
}

/**
 * Plans a shift and takes its time in the calendars, where overlaps are impossible.
 * @throws not_found, slot_taken
 */
export async function planShift(
  tx: Transaction,
  { driverId, vehicleId, plannedFrom, plannedTo }: ShiftPlan,
  actor: Actor,
  ports: Ports,
): Promise<Shift> {
  const driver = await lockDriver(tx, driverId, { actor, scope: 'all' });
  if (!driver)
    throw platformErrors.not_found(`There is no driver ${driverId}.`, {
      errors: [{ field: 'driverId', reason: 'is not a driver' }],
    });
  const now = ports.clock.now();
  const shift: Shift = {
    id: newId(ports),
    state: 'planned',
    version: 1,
    lifecycleVersion: shiftLifecycle.version,
    stateSince: now,
    driverId,
    vehicleId: vehicleId ?? driver.vehicleId,
    plannedFrom,
    plannedTo,
    startedAt: null,
    endedAt: null,
    createdBy: actor.id,
    createdAt: now,
    updatedAt: now,
  };
  await holdShift(tx, shift, actor, ports);
  await insertShift(tx, shift);
  const payload = { driverId, vehicleId: shift.vehicleId, plannedFrom, plannedTo };
  begin(tx, shiftLifecycle, shift, { event: deliveriesEvents.shiftPlanned, actor, payload }, ports);
  return shift;
}
