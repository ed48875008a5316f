import type { Queryable } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { placesErrors } from './errors.ts';
import { findPlaceById, type Place } from './queries/places.ts';

export { createPlace, type NewPlace } from './actions/createPlace.ts';
export { importPlaces, type ImportOptions, type ImportReport } from './actions/importPlaces.ts';
export { findByAddress, type FoundAddress } from './queries/find-by-address.ts';
export { nearestPlaces, type NearestFilter, type Place } from './queries/places.ts';
export { regionAt, regionsAt } from './queries/regions.ts';

/** A place by id, whoever asks; archived ones as well. For use inside the caller's transaction. */
export const getPlace = (sql: Queryable, id: string): Promise<Place | undefined> => findPlaceById(sql, id);

/**
 * A place that new work may name.
 * @param field which field of the request named it, for the problem
 * @throws not_found, place_archived
 */
export async function requirePlace(sql: Queryable, id: string, field = 'placeId'): Promise<Place> {
  const place = await findPlaceById(sql, id);
  if (!place)
    throw platformErrors.not_found(`There is no place ${id}.`, {
      errors: [{ field, reason: 'names no place' }],
    });
  if (place.archivedAt)
    throw placesErrors.place_archived(`The place ${id} is archived.`, {
      errors: [{ field, reason: 'names an archived place' }],
    });
  return place;
}
