import type { z } from 'zod';
import { regionAt } from '../../../capabilities/places/api.ts';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { whenTaken } from '../../../platform/errors/when-taken.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { makeCode } from '../sealed-code.ts';
import { refuseOtherRegion } from './createDelivery.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import { lockDelivery, updateDelivery, type Delivery } from '../queries/deliveries.ts';
import type { deliveryPatch } from '../schema.ts';

type Patch = z.output<typeof deliveryPatch>;

const editable = new Set(['draft', 'ready', 'assigned', 'accepted', 'failed']);
/** Once the parcel is on board only these may still change. */
const editableOnTheWay = new Set<keyof Patch>(['notes', 'windowTo']);

/**
 * Changes what a delivery asks for.
 * @throws not_found, precondition_failed, no_longer_editable, invalid_request, forbidden for a region that is not theirs
 */
export async function changeDelivery(
  tx: Transaction,
  {
    id,
    patch,
    actor,
    scope,
    ifVersion,
  }: { id: string; patch: Patch; actor: Actor; scope: Scope; ifVersion: number | undefined },
  ports: Ports,
): Promise<Delivery> {
  const delivery = await lockDelivery(tx, id, { actor, scope });
  if (!delivery) throw platformErrors.not_found(`There is no delivery ${id} that you may see.`);
  if (ifVersion !== undefined && ifVersion !== delivery.version)
    throw platformErrors.precondition_failed(
      `It is at version ${delivery.version} now. Read it again, then decide.`,
      {
        members: { version: delivery.version },
      },
    );
  refuseLateChanges(delivery, patch);
  const changes = changesOf(patch);
  if (patch.dropoff) {
    changes.regionId = await regionAt(tx, patch.dropoff);
    refuseOtherRegion({ regionId: changes.regionId }, { actor, scope });
  }
  const from = changes.windowFrom === undefined ? delivery.windowFrom : changes.windowFrom;
  const to = changes.windowTo === undefined ? delivery.windowTo : changes.windowTo;
  if (from && to && from > to)
    throw platformErrors.invalid_request('windowTo must not be before windowFrom.', {
      errors: [{ field: 'windowTo', reason: 'must not be before windowFrom' }],
    });
  const version = delivery.version + 1;
  if (patch.proofRules?.includes('code') && delivery.proofCode === null)
    changes.proofCode = makeCode(ports, id);
  if (delivery.exception === 'late' && (to === null || to > ports.clock.now()))
    Object.assign(changes, { exception: null, exceptionSince: null });
  const saved = await updateDelivery(tx, id, { ...changes, version, updatedAt: ports.clock.now() }).catch(
    whenTaken('reference', (taken) =>
      deliveriesErrors.reference_taken(
        `There is already a delivery with the reference ${patch.reference}.`,
        taken,
      ),
    ),
  );
  const before = Object.fromEntries(Object.keys(patch).map((key) => [key, delivery[key as keyof Delivery]]));
  const event = {
    event: deliveriesEvents.deliveryChanged,
    subject: { entity: 'delivery', id },
    sequence: version,
    actor,
    action: 'change',
    fromState: delivery.state,
    toState: delivery.state,
    payload: { customerId: delivery.customerId, driverId: delivery.driverId, before, after: patch },
    change: { before, after: patch },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return saved;
}

function refuseLateChanges({ state }: Delivery, patch: Patch): void {
  const late = editable.has(state)
    ? []
    : Object.keys(patch).filter((key) => !editableOnTheWay.has(key as keyof Patch));
  const final = state === 'delivered' || state === 'cancelled' || state === 'returned';
  const refused = final ? Object.keys(patch) : late;
  if (refused.length === 0) return;
  throw deliveriesErrors.no_longer_editable(
    `While it is ${state}, ${refused.join(', ')} cannot be changed.`,
    {
      errors: refused.map((field) => ({ field, reason: `cannot be changed while it is ${state}` })),
    },
  );
}

function changesOf({ dropoff, pickup, windowFrom, windowTo, ...plain }: Patch): Partial<Delivery> {
  const instantOf = (value: string | null) => (value === null ? null : new Date(value));
  return {
    ...plain,
    ...(dropoff && { dropoff, dropoffLat: dropoff.lat, dropoffLng: dropoff.lng }),
    ...(pickup && { pickup, pickupLat: pickup.lat, pickupLng: pickup.lng }),
    ...(windowFrom !== undefined && { windowFrom: instantOf(windowFrom) }),
    ...(windowTo !== undefined && { windowTo: instantOf(windowTo) }),
  };
}
