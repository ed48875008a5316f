import { createHash } from 'node:crypto';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { findDelivery } from '../queries/deliveries.ts';
import { insertTrackingLink, type TrackingLink } from '../queries/tracking-links.ts';
import { over } from '../rules/tracked.ts';

/** What is stored of a token: whoever reads the database cannot follow anyone. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Makes a link for someone without a login. The token is in the answer alone.
 * @throws not_found, tracking_ended
 */
export async function createTrackingLink(
  tx: Transaction,
  {
    deliveryId,
    ttlSeconds,
    actor,
    scope,
  }: { deliveryId: string; ttlSeconds: number; actor: Actor; scope: Scope },
  ports: Ports,
): Promise<{ link: TrackingLink; token: string }> {
  const delivery = await findDelivery(tx, deliveryId, { actor, scope });
  if (!delivery) throw platformErrors.not_found(`There is no delivery ${deliveryId} that you may see.`);
  if (over(delivery.state))
    throw deliveriesErrors.tracking_ended(`The delivery is ${delivery.state}; there is nothing to follow.`);
  const now = ports.clock.now();
  const token = ports.rng.bytes(24).toString('base64url');
  const link: TrackingLink = {
    id: newId(ports),
    deliveryId,
    tokenHash: hashOf(token),
    expiresAt: new Date(now.getTime() + ttlSeconds * 1000),
    createdBy: actor.id,
    createdAt: now,
  };
  await insertTrackingLink(tx, link);
  const event = {
    event: deliveriesEvents.trackingLinkCreated,
    subject: { entity: 'tracking_link', id: link.id },
    sequence: 1,
    actor,
    payload: { deliveryId, customerId: delivery.customerId, expiresAt: link.expiresAt },
  };
  await publish(tx, [event], ports);
  return { link, token };
}
