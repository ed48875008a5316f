import { systemActor } from '../../../platform/auth/actor.ts';
import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import { deliveriesErrors } from '../errors.ts';
import type { Delivery } from '../queries/deliveries.ts';
import { lockDriver } from '../queries/drivers.ts';

const actor = systemActor('acceptDelivery');

/**
 * Takes the offer under the driver's lock, so that nobody ends their work and accepts at the same moment. From here on
 * the stop is one that the driver has seen: replanning leaves it where it is.
 */
export async function acceptDelivery({
  tx,
  entity,
  now,
}: ActionCall<Delivery, object>): Promise<ActionResult> {
  const driver = await lockDriver(tx, entity.driverId!, { actor, scope: 'all' });
  if (driver?.state === 'offline')
    throw deliveriesErrors.driver_not_available('Start work first; then accept the delivery.');
  return {
    changes: { routeSeenAt: now },
    payload: { customerId: entity.customerId, driverId: entity.driverId },
  };
}
