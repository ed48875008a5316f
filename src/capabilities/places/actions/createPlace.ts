import type { z } from 'zod';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { placesErrors } from '../errors.ts';
import { placesEvents } from '../events.ts';
import { insertPlace, type Place } from '../queries/places.ts';
import { partiesOf, type Reach } from '../queries/scope.ts';
import { naturalKey } from '../rules/natural-key.ts';
import type { newPlace } from '../schema.ts';

export type NewPlace = z.output<typeof newPlace>;

/**
 * Adds a place in the caller's transaction. Whose permission does not reach all places adds it for one of their parties.
 * @throws forbidden, place_exists when the id or the reference is taken
 */
export async function createPlace(
  tx: Transaction,
  order: NewPlace,
  reach: Reach,
  ports: Pick<Ports, 'clock' | 'rng'>,
): Promise<Place> {
  const now = ports.clock.now();
  const place = await insertPlace(tx, {
    id: order.id ?? newId(ports),
    version: 1,
    partyId: ownerOf(order, reach),
    name: order.name ?? null,
    street: order.street ?? null,
    houseNumber: order.houseNumber ?? null,
    postcode: order.postcode ?? null,
    city: order.city ?? null,
    country: order.country ?? null,
    instructions: order.instructions ?? null,
    reference: order.reference ?? null,
    lat: order.lat,
    lng: order.lng,
    naturalKey: naturalKey(order, order),
    archivedAt: null,
    createdBy: reach.actor.id,
    createdAt: now,
    updatedAt: now,
  });
  if (!place)
    throw placesErrors.place_exists('Its id or reference is taken by another place.', {
      errors: [{ field: order.reference === undefined ? 'id' : 'reference', reason: 'is taken' }],
    });
  const event = {
    event: placesEvents.placeCreated,
    subject: { entity: 'place', id: place.id },
    sequence: 1,
    actor: reach.actor,
    payload: { partyId: place.partyId, regionId: place.regionId },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return place;
}

function ownerOf({ partyId }: NewPlace, reach: Reach): string | null {
  if (reach.scope === 'all') return partyId ?? null;
  const mine = partiesOf(reach);
  const owner = partyId ?? mine[0];
  if (owner !== undefined && mine.includes(owner)) return owner;
  throw platformErrors.forbidden('You may add places only for yourself and your companies.', {
    errors: [{ field: 'partyId', reason: 'is a party that you do not act for' }],
  });
}
