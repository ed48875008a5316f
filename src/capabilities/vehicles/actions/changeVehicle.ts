import type { z } from 'zod';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { changeOf, insertEvents } from '../../../platform/events/outbox.ts';
import { changesOf, requireVersion } from '../../../platform/http/if-match.ts';
import { requirePlace } from '../../places/api.ts';
import { vehiclesErrors } from '../errors.ts';
import { vehiclesEvents } from '../events.ts';
import { lockVehicle, updateVehicle, type Reach, type Vehicle } from '../queries/vehicles.ts';
import type { vehiclePatch } from '../schema.ts';

/** @throws not_found, precondition_failed, vehicle_retired, vehicle_exists, place_archived */
export async function changeVehicle(
  tx: Transaction,
  {
    id,
    patch,
    ifVersion,
  }: { id: string; patch: z.output<typeof vehiclePatch>; ifVersion: number | undefined },
  reach: Reach,
  ports: Pick<Ports, 'clock'>,
): Promise<Vehicle> {
  const row = requireVersion(await lockVehicle(tx, id, reach), ifVersion, `vehicle ${id}`);
  if (row.state === 'retired')
    throw vehiclesErrors.vehicle_retired('A retired vehicle is not changed any more.');
  const changes = changesOf<Partial<Vehicle>>(row, patch);
  if (Object.keys(changes).length === 0) return row;
  if (changes.homePlaceId) await requirePlace(tx, changes.homePlaceId, 'homePlaceId');
  const next = { ...changes, version: row.version + 1, updatedAt: ports.clock.now() };
  const saved = await updateVehicle(tx, id, next).catch((error: { code?: string }) => {
    if (error.code !== '23505') throw error;
    throw vehiclesErrors.vehicle_exists(`Another vehicle has the plate ${patch.plate}.`, {
      errors: [{ field: 'plate', reason: 'is taken' }],
      cause: error,
    });
  });
  const event = {
    event: vehiclesEvents.vehicleChanged,
    subject: { entity: 'vehicle', id },
    sequence: saved.version,
    actor: reach.actor,
    payload: { changed: Object.keys(changes) },
    change: changeOf(row, changes),
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return saved;
}
