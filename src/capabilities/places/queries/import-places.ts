import type { Transaction } from '../../../platform/db/database.ts';
import { columns, type NewRow, type Place } from './places.ts';

/** One import at a time, until the transaction ends: two of the same file would each find nothing and add it twice. */
export async function lockImports(tx: Transaction): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('places.importPlaces'))`;
}

/** What is here already under these references or addresses. */
export const findKnown = (
  tx: Transaction,
  { references, naturalKeys }: { references: string[]; naturalKeys: string[] },
): Promise<Place[]> => tx<Place[]>`
  select ${columns(tx)} from places.places where reference = any(${references}::text[])
  union all
  select ${columns(tx)} from places.places
  where natural_key = any(${naturalKeys}::text[]) and reference is null and archived_at is null`;

/** A thousand at a time: one parameter, one statement. */
export async function insertPlaces(
  tx: Transaction,
  rows: readonly NewRow[],
): Promise<{ id: string; partyId: string | null; regionId: string | null }[]> {
  return tx<{ id: string; partyId: string | null; regionId: string | null }[]>`
    insert into places.places (id, version, party_id, name, street, house_number, postcode, city, country, instructions,
      reference, lat, lng, region_id, natural_key, created_by, created_at, updated_at)
    select r.id, r.version, r."partyId", r.name, r.street, r."houseNumber", r.postcode, r.city, r.country,
      r.instructions, r.reference, r.lat, r.lng, places.region_at(r.lat, r.lng), r."naturalKey", r."createdBy",
      r."createdAt", r."updatedAt"
    from jsonb_to_recordset(${tx.json(rows as never)}) as r (
      id uuid, version integer, "partyId" uuid, name text, street text, "houseNumber" text, postcode text, city text,
      country text, instructions text, reference text, lat float8, lng float8, "naturalKey" text, "createdBy" text,
      "createdAt" timestamptz, "updatedAt" timestamptz)
    returning id, party_id, region_id`;
}
