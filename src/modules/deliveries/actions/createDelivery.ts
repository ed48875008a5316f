import type { z } from 'zod';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents, type NewEvent } from '../../../platform/events/outbox.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { deliveriesConfig } from '../config.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { deliveryLifecycle } from '../lifecycle.ts';
import { insertDelivery, type Delivery } from '../queries/deliveries.ts';
import { customerOf } from '../rules/customer-of.ts';
import type { newDelivery } from '../schema.ts';
import { makeCode } from '../sealed-code.ts';
import { takeQuote } from './quoteDelivery.ts';

export type NewDelivery = z.output<typeof newDelivery>;

/**
 * Orders a delivery: the row and its first event, in the caller's transaction.
 * `regionId` is that of the drop-off.
 * @throws forbidden for a customer that the actor may not order for, or a region that is not theirs; id_taken, reference_taken
 */
export async function createDelivery(
  tx: Transaction,
  { regionId, ...order }: NewDelivery & { regionId: string | null },
  { actor, scope }: { actor: Actor; scope: Scope },
  ports: Ports,
): Promise<Delivery> {
  refuseOwnPrice(order, scope);
  const delivery = { ...deliveryFrom(order, { actor, scope }, ports), regionId };
  refuseOtherRegion(delivery, { actor, scope });
  if (order.quoteId !== undefined) {
    const { id: deliveryId, customerId, createdAt: now } = delivery;
    const { quoteId } = order;
    const price = await takeQuote(tx, { ...order, quoteId }, { deliveryId, customerId, now });
    Object.assign(delivery, { priceMinor: price.amountMinor, currency: price.currency });
  }
  tx.withCommit(insertDelivery(tx, delivery), (error) => explainDuplicate(error, order));
  tx.withCommit(insertEvents(tx, [createdEvent(delivery, actor)], ports));
  return delivery;
}

/**
 * Who works for regions orders and moves deliveries within them.
 * @throws forbidden
 */
export function refuseOtherRegion(
  { regionId }: Pick<Delivery, 'regionId'>,
  { actor, scope }: { actor: Actor; scope: Scope },
): void {
  if (scope !== 'region' || (regionId !== null && actor.regionIds.includes(regionId))) return;
  throw platformErrors.forbidden('The drop-off is in none of your regions.', {
    errors: [{ field: 'dropoff', reason: 'is in none of your regions' }],
  });
}

/** The first event of a delivery. No timer starts in the states in which one begins. */
export function createdEvent(delivery: Delivery, actor: Actor): NewEvent {
  const { id, customerId, reference, dropoffLat, dropoffLng, state, assignmentMode } = delivery;
  return {
    event: deliveriesEvents.deliveryCreated,
    subject: { entity: 'delivery', id },
    sequence: delivery.version,
    actor,
    action: 'create',
    toState: state,
    payload: { customerId, reference, state, assignmentMode, lat: dropoffLat, lng: dropoffLng },
  };
}

/** The row for an order, its region still to be found. Makes a proof code when the order asks for one. */
export function deliveryFrom(
  order: NewDelivery,
  { actor, scope }: { actor: Actor; scope: Scope },
  ports: Ports,
): Delivery {
  const now = ports.clock.now();
  const proofRules = order.proofRules ?? [];
  const id = order.id ?? newId(ports);
  return {
    id,
    state: order.draft ? 'draft' : 'ready',
    version: 1,
    lifecycleVersion: deliveryLifecycle.version,
    stateSince: now,
    reference: order.reference ?? null,
    customerId: customerOf(order, actor, scope),
    regionId: null,
    pickup: order.pickup,
    pickupLat: order.pickup.lat,
    pickupLng: order.pickup.lng,
    dropoff: order.dropoff,
    dropoffLat: order.dropoff.lat,
    dropoffLng: order.dropoff.lng,
    windowFrom: order.windowFrom ? new Date(order.windowFrom) : null,
    windowTo: order.windowTo ? new Date(order.windowTo) : null,
    weightGrams: order.weightGrams ?? 0,
    requiredSkills: order.requiredSkills ?? [],
    proofRules,
    proofCode: proofRules.includes('code') ? makeCode(ports, id) : null,
    notes: order.notes ?? null,
    priceMinor: order.price?.amountMinor ?? null,
    currency: order.price?.currency ?? null,
    assignmentMode: order.assignmentMode ?? ports.config.get(deliveriesConfig).assignment,
    driverId: null,
    declinedBy: [],
    recipient: null,
    assignment: null,
    routePosition: null,
    routeSeenAt: null,
    tries: 0,
    failureReason: null,
    exception: null,
    exceptionSince: null,
    etaAt: null,
    deliveredAt: null,
    createdBy: actor.id,
    createdAt: now,
    updatedAt: now,
  };
}

/** Only the office names a price by hand; everyone else orders by a quote. */
function refuseOwnPrice({ price }: NewDelivery, scope: Scope): void {
  if (price && scope !== 'all' && scope !== 'region')
    throw platformErrors.forbidden('Ask for a quote and order with its id.', {
      errors: [{ field: 'price', reason: 'is set by the office or by a quote' }],
    });
}

function explainDuplicate(error: unknown, { reference }: NewDelivery): unknown {
  const { code, constraint_name } = error as { code?: string; constraint_name?: string };
  if (code !== '23505') return error;
  if (constraint_name === 'deliveries_reference')
    return deliveriesErrors.reference_taken(`There is already a delivery with the reference ${reference}.`, {
      errors: [{ field: 'reference', reason: 'is taken' }],
    });
  return deliveriesErrors.id_taken(
    'Send the first request again with its Idempotency-Key, or make a new id.',
    {
      errors: [{ field: 'id', reason: 'is taken' }],
    },
  );
}
