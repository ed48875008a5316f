import type { z } from 'zod';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { begin } from '../../../platform/lifecycle/perform.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { registerResource } from '../../calendar/api.ts';
import { requireParty } from '../../parties/api.ts';
import { requirePlace } from '../../places/api.ts';
import { vehiclesErrors } from '../errors.ts';
import { vehiclesEvents } from '../events.ts';
import { vehicleLifecycle } from '../lifecycle.ts';
import { insertVehicle, partiesOf, type Reach, type Vehicle } from '../queries/vehicles.ts';
import { usualCapacity } from '../rules/usual-capacity.ts';
import type { newVehicle } from '../schema.ts';

export type NewVehicle = z.output<typeof newVehicle>;

/**
 * Adds a vehicle, in use at once, and its calendar.
 * @throws forbidden, not_found for its place or party, place_archived, party_archived, vehicle_exists
 */
export async function createVehicle(
  tx: Transaction,
  order: NewVehicle,
  reach: Reach,
  ports: Ports,
): Promise<Vehicle> {
  const partyId = ownerOf(order, reach);
  if (order.partyId) await requireParty(tx, order.partyId);
  if (order.homePlaceId) await requirePlace(tx, order.homePlaceId, 'homePlaceId');
  const now = ports.clock.now();
  const usual = usualCapacity[order.kind];
  const vehicle = await insertVehicle(tx, {
    id: order.id ?? newId(ports),
    version: 1,
    lifecycleVersion: vehicleLifecycle.version,
    state: 'active',
    stateSince: now,
    name: order.name,
    plate: order.plate ?? null,
    kind: order.kind,
    capacityGrams: order.capacityGrams ?? usual.capacityGrams,
    capacityCubicMeters: order.capacityCubicMeters ?? usual.capacityCubicMeters,
    features: order.features ?? [],
    partyId,
    homePlaceId: order.homePlaceId ?? null,
    createdBy: reach.actor.id,
    createdAt: now,
    updatedAt: now,
  });
  if (!vehicle)
    throw vehiclesErrors.vehicle_exists('Its id or plate is that of another vehicle.', {
      errors: [{ field: order.plate === undefined ? 'id' : 'plate', reason: 'is taken' }],
    });
  await registerResource(tx, { kind: 'vehicle', id: vehicle.id }, partyId, ports);
  const payload = { kind: vehicle.kind, partyId };
  begin(
    tx,
    vehicleLifecycle,
    vehicle,
    { event: vehiclesEvents.vehicleAdded, actor: reach.actor, payload },
    ports,
  );
  return vehicle;
}

function ownerOf({ partyId }: NewVehicle, reach: Reach): string | null {
  if (reach.scope === 'all') return partyId ?? null;
  const mine = partiesOf(reach);
  const owner = partyId ?? mine[0];
  if (owner !== undefined && mine.includes(owner)) return owner;
  throw platformErrors.forbidden('You may add vehicles only for yourself and your companies.', {
    errors: [{ field: 'partyId', reason: 'is a party that you do not act for' }],
  });
}
