import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import { deliveriesErrors } from '../errors.ts';
import type { Delivery } from '../queries/deliveries.ts';
import { believable } from '../rules/device-time.ts';
import { kindsOfTry } from '../queries/proofs.ts';

export async function deliver(call: ActionCall<Delivery, { receivedBy?: string }>): Promise<ActionResult> {
  const { tx, entity, input, now, deviceTime } = call;
  if (entity.proofRules.length > 0) {
    const given = await kindsOfTry(tx, entity.id, entity.tries + 1);
    const missing = entity.proofRules.filter((kind) => !given.includes(kind));
    if (missing.length > 0)
      throw deliveriesErrors.proof_missing(`Before it counts as delivered it needs: ${missing.join(', ')}.`, {
        members: { missingProofs: missing },
      });
  }
  const deliveredAt = believable(deviceTime, entity, now) ?? now;
  return {
    changes: {
      deliveredAt,
      exception: null,
      exceptionSince: null,
    },
    payload: {
      customerId: entity.customerId,
      driverId: entity.driverId,
      receivedBy: input.receivedBy ?? null,
      onTime: entity.windowTo === null || deliveredAt <= entity.windowTo,
    },
  };
}
