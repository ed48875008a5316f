import { findByAddress } from '../../../capabilities/places/api.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import type { DraftStop } from '../rules/import-format.ts';

/** Gives the stops that have an address but no point the point of the place at that address, in one query. */
export async function locateStops(sql: Queryable, stops: readonly DraftStop[]): Promise<void> {
  const without = stops.filter(({ lat, lng, street }) => lat === undefined && lng === undefined && street);
  const found = await findByAddress(sql, without);
  for (const [index, stop] of without.entries()) {
    const place = found[index];
    if (place) Object.assign(stop, { lat: place.lat, lng: place.lng, placeId: place.placeId });
  }
}
