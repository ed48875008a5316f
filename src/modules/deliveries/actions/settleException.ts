import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { lockDelivery, updateDelivery, type Delivery } from '../queries/deliveries.ts';
import { putMark } from '../queries/exceptions.ts';

/**
 * Says that someone looks after an exception, or that it is settled and leaves the queue. A failed delivery is settled
 * by deciding what follows, not here.
 * @throws not_found, no_exception
 */
export async function settleException(
  tx: Transaction,
  {
    deliveryId,
    resolve,
    note,
    actor,
    scope,
  }: { deliveryId: string; resolve: boolean; note: string | undefined; actor: Actor; scope: Scope },
  ports: Ports,
): Promise<Delivery> {
  const delivery = await lockDelivery(tx, deliveryId, { actor, scope });
  if (!delivery) throw platformErrors.not_found(`There is no delivery ${deliveryId} that you may see.`);
  const { exception, state } = delivery;
  if (!exception) throw deliveriesErrors.no_exception('It is not on the exceptions queue any more.');
  if (resolve && exception === 'failed')
    throw deliveriesErrors.no_exception(
      'Decide what follows: retry or startReturn. Then it leaves the queue.',
    );
  const now = ports.clock.now();
  await putMark(tx, {
    deliveryId,
    exception,
    acknowledgedBy: actor.id,
    acknowledgedAt: now,
    resolvedBy: resolve ? actor.id : null,
    resolvedAt: resolve ? now : null,
    note: note ?? null,
    windowTo: delivery.windowTo,
  });
  const version = delivery.version + 1;
  const event = {
    event: resolve ? deliveriesEvents.exceptionResolved : deliveriesEvents.exceptionAcknowledged,
    subject: { entity: 'delivery', id: deliveryId },
    sequence: version,
    actor,
    action: resolve ? 'resolveException' : 'acknowledgeException',
    fromState: state,
    toState: state,
    payload: { customerId: delivery.customerId, driverId: delivery.driverId, exception, note: note ?? null },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return updateDelivery(tx, deliveryId, {
    version,
    updatedAt: now,
    ...(resolve && { exception: null, exceptionSince: null }),
  });
}
