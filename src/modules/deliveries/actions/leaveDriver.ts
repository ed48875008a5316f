import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import type { Delivery } from '../queries/deliveries.ts';

/** The delivery leaves its driver. One who declined, let the offer lapse, or had it taken back is not asked again. */
export function leaveDriver({ entity, input }: ActionCall<Delivery, { reason?: string }>): ActionResult {
  return {
    changes: {
      driverId: null,
      assignment: null,
      routePosition: null,
      routeSeenAt: null,
      ...(entity.driverId && { declinedBy: [...new Set([...entity.declinedBy, entity.driverId])] }),
    },
    payload: { customerId: entity.customerId, driverId: entity.driverId, reason: input.reason ?? null },
  };
}
