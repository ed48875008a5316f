import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { begin } from '../../../platform/lifecycle/perform.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { lockDriver } from '../queries/drivers.ts';
import { insertShift, type Shift } from '../queries/shifts.ts';
import { shiftLifecycle } from '../shift-lifecycle.ts';

export interface ShiftPlan {
  driverId: string;
  vehicleId?: string | undefined;
  plannedFrom: Date;
  plannedTo: Date;
}

/**
 * Plans a shift. The driver's row is locked first, so that two plans wait for each other instead of deadlocking; the
 * database refuses what overlaps.
 * @throws not_found, shift_overlaps
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
  await insertShift(tx, shift).catch((error: unknown) => {
    throw explainOverlap(error);
  });
  const payload = { driverId, vehicleId: shift.vehicleId, plannedFrom, plannedTo };
  begin(tx, shiftLifecycle, shift, { event: deliveriesEvents.shiftPlanned, actor, payload }, ports);
  return shift;
}

function explainOverlap(error: unknown): unknown {
  const { code, constraint_name } = error as { code?: string; constraint_name?: string };
  if (code !== '23P01') return error;
  const field = constraint_name === 'one_shift_of_a_vehicle' ? 'vehicleId' : 'driverId';
  const who = field === 'vehicleId' ? 'vehicle' : 'driver';
  return deliveriesErrors.shift_overlaps(`The ${who} has another shift in this time.`, {
    errors: [{ field, reason: 'has another shift in this time' }],
  });
}
