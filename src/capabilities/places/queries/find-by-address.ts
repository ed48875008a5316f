import type { Queryable } from '../../../platform/db/database.ts';
import { naturalKey, type Address } from '../rules/natural-key.ts';

export interface FoundAddress {
  placeId: string;
  lat: number;
  lng: number;
}

const noPoint = { lat: 0, lng: 0 };

/**
 * The place at each address, in one query; undefined where none is known. Spaces and case do not matter; a place whose
 * country was never said is found under any.
 */
export async function findByAddress(
  sql: Queryable,
  addresses: readonly Address[],
): Promise<(FoundAddress | undefined)[]> {
  const keysOf = (address: Address) =>
    address.street || address.city || address.postcode
      ? [naturalKey(address, noPoint), naturalKey({ ...address, country: null }, noPoint)]
      : [];
  const keys = addresses.map(keysOf);
  const wanted = [...new Set(keys.flat())];
  if (wanted.length === 0) return addresses.map(() => undefined);
  const rows = await sql<(FoundAddress & { naturalKey: string })[]>`
    select distinct on (natural_key) natural_key, id as place_id, lat, lng from places.places
    where natural_key = any(${wanted}::text[]) and archived_at is null
    order by natural_key, id`;
  const byKey = new Map(rows.map(({ naturalKey: key, ...found }) => [key, found]));
  return keys.map((candidates) => candidates.map((key) => byKey.get(key)).find(Boolean));
}
