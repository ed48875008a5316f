import { guest, type Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { lockDelivery, updateDelivery, type Delivery, type Recipient } from '../queries/deliveries.ts';
import { findTracked } from '../queries/tracking-links.ts';
import type { RecipientRight } from '../rules/recipient.ts';
import { endOfLink } from '../rules/tracked.ts';
import { hashOf } from './createTrackingLink.ts';
import { recipientMay } from './followDelivery.ts';

/** Who acts through a link: known by the link, for nothing else is known of them. */
const holderOf = (linkId: string): Actor => ({ ...guest, id: `tracking_link:${linkId}` });

/**
 * Locks the delivery of a link for something that its holder wants, after asking whether they may. A rating is the one
 * thing that a link still allows after its end.
 * @throws not_found, tracking_ended, not_offered
 */
export async function lockForRecipient(
  tx: Transaction,
  { token, right }: { token: string; right: RecipientRight },
  ports: Ports,
): Promise<{ delivery: Delivery; actor: Actor }> {
  const link = await findTracked(tx, hashOf(token));
  if (!link) throw platformErrors.not_found('This link leads nowhere. Check that it was copied whole.');
  const actor = holderOf(link.linkId);
  const delivery = await lockDelivery(tx, link.id, { actor, scope: 'all' });
  if (!delivery) throw new Error(`Delivery ${link.id} vanished under its link`);
  const may = recipientMay(delivery, ports);
  const ended = endOfLink({ state: delivery.state, expiresAt: link.expiresAt }, ports.clock.now());
  if (ended && right !== 'rate')
    throw deliveriesErrors.tracking_ended(ended.words, { members: { ending: ended.ending, may } });
  if (!may.includes(right))
    throw deliveriesErrors.not_offered('This is not offered for the delivery as it stands.', {
      members: { may },
    });
  return { delivery, actor };
}

/** Keeps what the recipient said, as a new version of the delivery and an event of it. */
export async function keepWish(
  tx: Transaction,
  { delivery, actor, wish }: { delivery: Delivery; actor: Actor; wish: Partial<Recipient> },
  ports: Ports,
): Promise<Delivery> {
  const version = delivery.version + 1;
  const event = {
    event: wish.rating ? deliveriesEvents.deliveryRated : deliveriesEvents.recipientWished,
    subject: { entity: 'delivery', id: delivery.id },
    sequence: version,
    actor,
    action: wish.rating ? 'rate' : 'wish',
    fromState: delivery.state,
    toState: delivery.state,
    payload: { customerId: delivery.customerId, driverId: delivery.driverId, ...wish },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  // Null takes a wish back; what was never said is not kept as null.
  const said = Object.entries({ ...delivery.recipient, ...wish }).filter(([, value]) => value !== null);
  return updateDelivery(tx, delivery.id, {
    recipient: said.length > 0 ? Object.fromEntries(said) : null,
    version,
    updatedAt: ports.clock.now(),
  });
}
