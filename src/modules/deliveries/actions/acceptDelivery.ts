import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import type { Delivery } from '../queries/deliveries.ts';

/** From here on the stop is one that the driver has seen: replanning leaves it where it is. */
export function acceptDelivery({ entity, now }: ActionCall<Delivery, object>): ActionResult {
  return {
    changes: { routeSeenAt: now },
    payload: { customerId: entity.customerId, driverId: entity.driverId },
  };
}
