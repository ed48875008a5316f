import { z } from 'zod';
import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import type { Delivery } from '../queries/deliveries.ts';

export const failureReasons = [
  'nobody_there',
  'address_not_found',
  'refused',
  'no_access',
  'damaged',
  'vehicle_broken',
  'weather',
  'other',
] as const;

export const failInput = z.strictObject({
  reason: z.enum(failureReasons),
  notes: z.string().trim().min(1).max(500).optional(),
  lat: z.number().min(-90).max(90).optional(),
  lng: z.number().min(-180).max(180).optional(),
});

/** A failed try counts, and stays on the exceptions queue until someone decides what follows. */
export function fail({ entity, input, now }: ActionCall<Delivery, z.output<typeof failInput>>): ActionResult {
  return {
    changes: {
      tries: entity.tries + 1,
      failureReason: input.reason,
      exception: 'failed',
      exceptionSince: now,
      routePosition: null,
    },
    payload: {
      customerId: entity.customerId,
      driverId: entity.driverId,
      reason: input.reason,
      notes: input.notes ?? null,
      tries: entity.tries + 1,
    },
  };
}
