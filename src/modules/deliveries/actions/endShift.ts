import { systemActor } from '../../../platform/auth/actor.ts';
import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import { perform } from '../../../platform/lifecycle/perform.ts';
import { driverLifecycle } from '../driver-lifecycle.ts';
import { deliveriesErrors } from '../errors.ts';
import { lockDriver } from '../queries/drivers.ts';
import { shortenShift } from './shiftSlots.ts';
import type { Shift } from '../queries/shifts.ts';

const system = systemActor('shift');

/** With the shift the driver goes offline, which needs all accepted deliveries done. */
export async function endShift(call: ActionCall<Shift, object>): Promise<ActionResult> {
  const { tx, entity, actor, now, deviceTime, ports } = call;
  const driver = await lockDriver(tx, entity.driverId, { actor: system, scope: 'all' });
  if (driver?.state === 'busy')
    throw deliveriesErrors.driver_has_deliveries(
      'Finish the accepted deliveries first, or have them taken back.',
    );
  if (driver && driver.state !== 'offline') {
    const offline = {
      id: driver.id,
      action: 'goOffline',
      input: {},
      actor,
      scope: 'all',
      deviceTime,
    } as const;
    await perform(tx, driverLifecycle, offline, ports);
  }
  await shortenShift(tx, { shift: entity, to: now, actor }, ports);
  return { changes: { endedAt: now }, payload: { driverId: entity.driverId } };
}
