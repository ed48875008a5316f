import type { Queryable } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { vehiclesErrors } from './errors.ts';
import { findVehicleById, type Vehicle } from './queries/vehicles.ts';

export { createVehicle, type NewVehicle } from './actions/createVehicle.ts';
export type { Vehicle } from './queries/vehicles.ts';

/** A vehicle by id, whoever asks, in whatever state. For use inside the caller's transaction. */
export const getVehicle = (sql: Queryable, id: string): Promise<Vehicle | undefined> =>
  findVehicleById(sql, id);

/**
 * A vehicle that new work may name.
 * @param field which field of the request named it, for the problem
 * @throws not_found, vehicle_retired
 */
export async function requireVehicle(sql: Queryable, id: string, field = 'vehicleId'): Promise<Vehicle> {
  const vehicle = await findVehicleById(sql, id);
  if (!vehicle)
    throw platformErrors.not_found(`There is no vehicle ${id}.`, {
      errors: [{ field, reason: 'names no vehicle' }],
    });
  if (vehicle.state === 'retired')
    throw vehiclesErrors.vehicle_retired(`${vehicle.name} is retired.`, {
      errors: [{ field, reason: 'names a retired vehicle' }],
    });
  return vehicle;
}
