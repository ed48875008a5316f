import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import type { Delivery } from '../queries/deliveries.ts';

/** The delivery leaves its driver. One who declined, or let the offer lapse, is not asked again for it. */
export const leaveDriver =
  ({ declined }: { declined: boolean }) =>
  ({ entity, input }: ActionCall<Delivery, { reason?: string }>): ActionResult => ({
    changes: {
      driverId: null,
      assignment: null,
      routePosition: null,
      routeSeenAt: null,
      ...(declined && entity.driverId && { declinedBy: [...entity.declinedBy, entity.driverId] }),
    },
    payload: { customerId: entity.customerId, driverId: entity.driverId, reason: input.reason ?? null },
  });
