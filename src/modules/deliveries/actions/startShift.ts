import { systemActor } from '../../../platform/auth/actor.ts';
import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import { perform } from '../../../platform/lifecycle/perform.ts';
import { driverLifecycle } from '../driver-lifecycle.ts';
import { deliveriesErrors } from '../errors.ts';
import { lockDriver } from '../queries/drivers.ts';
import { hasActiveShift, type Shift } from '../queries/shifts.ts';

const system = systemActor('shift');

/** With the shift the driver goes online. */
export async function startShift(call: ActionCall<Shift, object>): Promise<ActionResult> {
  const { tx, entity, actor, now, deviceTime, ports } = call;
  const driver = await lockDriver(tx, entity.driverId, { actor: system, scope: 'all' });
  if (await hasActiveShift(tx, entity.driverId))
    throw deliveriesErrors.shift_overlaps('End the other shift first; it is still being worked.');
  if (driver?.state === 'offline') {
    const online = { id: driver.id, action: 'goOnline', input: {}, actor, scope: 'all', deviceTime } as const;
    await perform(tx, driverLifecycle, online, ports);
  }
  return { changes: { startedAt: now }, payload: { driverId: entity.driverId } };
}
