import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { Point } from '../../../platform/geo/distance.ts';
import type { Circle, Shape } from '../rules/region-shape.ts';

/** One row of places.regions. */
export interface Region {
  id: string;
  version: number;
  name: string;
  definition: { polygon: Point[] } | { circle: Circle };
  areaSquareMeters: number;
  createdAt: Date;
  updatedAt: Date;
}

const columns = (sql: Queryable) => sql`
  id, version, name, definition, area_square_meters, created_at, updated_at`;

const polygonText = (ring: readonly Point[]): string =>
  `(${ring.map(({ lng, lat }) => `(${lng},${lat})`).join(',')})`;

const centerOf = (tx: Transaction, { definition }: Shape) =>
  'circle' in definition
    ? tx`places.on_sphere(${definition.circle.center.lat}, ${definition.circle.center.lng})`
    : tx`null`;

/** Undefined when the id or the name is taken. */
export async function insertRegion(
  tx: Transaction,
  row: { id: string; name: string; shape: Shape; createdBy: string; now: Date },
): Promise<Region | undefined> {
  const { id, name, shape, createdBy, now } = row;
  const [inserted] = await tx<Region[]>`
    insert into places.regions (id, version, name, kind, definition, shape, center, radius_chord, area_square_meters,
      created_by, created_at, updated_at)
    values (${id}, 1, ${name}, ${shape.kind}, ${tx.json(shape.definition as never)}, ${polygonText(shape.ring)}::text::polygon,
      ${centerOf(tx, shape)}, ${shape.radiusChord}, ${shape.areaSquareMeters}, ${createdBy}, ${now}, ${now})
    on conflict do nothing returning ${columns(tx)}`;
  return inserted;
}

export async function findRegion(sql: Queryable, id: string): Promise<Region | undefined> {
  const [row] = await sql<Region[]>`select ${columns(sql)} from places.regions where id = ${id}`;
  return row;
}

export async function lockRegion(tx: Transaction, id: string): Promise<Region | undefined> {
  const [row] = await tx<Region[]>`select ${columns(tx)} from places.regions where id = ${id} for update`;
  return row;
}

export async function updateRegion(
  tx: Transaction,
  id: string,
  { version, name, shape, now }: { version: number; name: string; shape: Shape; now: Date },
): Promise<Region> {
  const [row] = await tx<Region[]>`
    update places.regions set version = ${version}, name = ${name}, kind = ${shape.kind},
      definition = ${tx.json(shape.definition as never)}, shape = ${polygonText(shape.ring)}::text::polygon,
      center = ${centerOf(tx, shape)}, radius_chord = ${shape.radiusChord},
      area_square_meters = ${shape.areaSquareMeters}, updated_at = ${now}
    where id = ${id} returning ${columns(tx)}`;
  return row!;
}

export const listRegions = (
  sql: Queryable,
  { afterId, limit }: { afterId?: string | undefined; limit: number },
): Promise<Region[]> => sql<Region[]>`
  select ${columns(sql)} from places.regions
  ${afterId ? sql`where id > ${afterId}` : sql``} order by id limit ${limit}`;

/** Gives the places in and formerly in a region their region anew. Returns how many changed. */
export async function reassignPlaces(tx: Transaction, regionId: string): Promise<number> {
  const result = await tx`
    update places.places p set region_id = places.region_at(p.lat, p.lng)
    where (p.region_id = ${regionId}
        or point(p.lng, p.lat) <@ (select box(shape) from places.regions where id = ${regionId}))
      and p.archived_at is null
      and p.region_id is distinct from places.region_at(p.lat, p.lng)`;
  return result.count;
}

export async function regionAt(sql: Queryable, { lat, lng }: Point): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from places.regions_around(${lat}, ${lng}) order by area_square_meters, id limit 1`;
  return row?.id ?? null;
}

/** The smallest region around each point, in the same order; null for a point in none. */
export async function regionsAt(sql: Queryable, points: readonly Point[]): Promise<(string | null)[]> {
  const rows = await sql<{ id: string | null }[]>`
    select places.region_at(p.lat, p.lng) as id
    from unnest(${points.map(({ lat }) => lat)}::double precision[],
      ${points.map(({ lng }) => lng)}::double precision[]) with ordinality as p (lat, lng, number)
    order by p.number`;
  return rows.map(({ id }) => id);
}
