import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { deliveriesEvents } from '../events.ts';
import { updateDelivery, type Delivery } from '../queries/deliveries.ts';

/** Puts a delivery, locked by the caller, on the exceptions queue, once for each reason. */
export async function raiseException(
  tx: Transaction,
  delivery: Delivery,
  { exception, actor, clearDeclines = false }: { exception: string; actor: Actor; clearDeclines?: boolean },
  ports: Ports,
): Promise<void> {
  const raised = delivery.exception === exception;
  if (raised && !(clearDeclines && delivery.declinedBy.length > 0)) return;
  const now = ports.clock.now();
  const version = delivery.version + 1;
  await updateDelivery(tx, delivery.id, {
    exception,
    exceptionSince: raised ? delivery.exceptionSince : now,
    version,
    updatedAt: now,
    ...(clearDeclines && { declinedBy: [] }),
  });
  const event = {
    event: deliveriesEvents.exceptionRaised,
    subject: { entity: 'delivery', id: delivery.id },
    sequence: version,
    actor,
    action: 'raiseException',
    fromState: delivery.state,
    toState: delivery.state,
    payload: { customerId: delivery.customerId, driverId: delivery.driverId, exception },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
}
