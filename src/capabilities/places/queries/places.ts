import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import { holdsWords, type Fragment } from '../../../platform/db/search.ts';
import type { Point } from '../../../platform/geo/distance.ts';
import { chordOf, metersOf, unitVector } from '../rules/sphere.ts';
import { visible, type Reach } from './scope.ts';

/** One row of places.places. */
export interface Place {
  id: string;
  version: number;
  partyId: string | null;
  name: string | null;
  street: string | null;
  houseNumber: string | null;
  postcode: string | null;
  city: string | null;
  country: string | null;
  instructions: string | null;
  reference: string | null;
  lat: number;
  lng: number;
  regionId: string | null;
  naturalKey: string;
  archivedAt: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

export const columns = (sql: Queryable) => sql`
  id, version, party_id, name, street, house_number, postcode, city, country, instructions, reference, lat, lng,
  region_id, natural_key, archived_at, created_by, created_at, updated_at`;

export type NewRow = Omit<Place, 'regionId'>;

/** With the region around its point. Undefined when the id or the reference is taken. */
export async function insertPlace(tx: Transaction, row: NewRow): Promise<Place | undefined> {
  const [inserted] = await tx<Place[]>`
    insert into places.places (id, version, party_id, name, street, house_number, postcode, city, country, instructions,
      reference, lat, lng, region_id, natural_key, created_by, created_at, updated_at)
    values (${row.id}, ${row.version}, ${row.partyId}, ${row.name}, ${row.street}, ${row.houseNumber}, ${row.postcode},
      ${row.city}, ${row.country}, ${row.instructions}, ${row.reference}, ${row.lat}, ${row.lng},
      places.region_at(${row.lat}, ${row.lng}), ${row.naturalKey}, ${row.createdBy}, ${row.createdAt}, ${row.updatedAt})
    on conflict do nothing
    returning ${columns(tx)}`;
  return inserted;
}

export async function findPlace(sql: Queryable, id: string, reach: Reach): Promise<Place | undefined> {
  const [row] = await sql<Place[]>`
    select ${columns(sql)} from places.places where id = ${id} and ${visible(sql, reach)}`;
  return row;
}

export async function findPlaceById(sql: Queryable, id: string): Promise<Place | undefined> {
  const [row] = await sql<Place[]>`select ${columns(sql)} from places.places where id = ${id}`;
  return row;
}

/** Locks the row until the transaction ends. */
export async function lockPlace(tx: Transaction, id: string, reach: Reach): Promise<Place | undefined> {
  const [row] = await tx<Place[]>`
    select ${columns(tx)} from places.places where id = ${id} and ${visible(tx, reach)} for update`;
  return row;
}

/** Sets the columns, and the region around the point as it is then. */
export async function updatePlace(
  tx: Transaction,
  id: string,
  changes: Partial<Omit<Place, 'id' | 'regionId'>>,
  { lat, lng }: Point,
): Promise<Place> {
  const [row] = await tx<Place[]>`
    update places.places set ${tx(changes as never)}, region_id = places.region_at(${lat}, ${lng})
    where id = ${id} returning ${columns(tx)}`;
  return row!;
}

export interface PlaceFilter {
  q?: string | undefined;
  regionId?: string | undefined;
  partyId?: string | undefined;
  postcode?: string | undefined;
  reference?: string | undefined;
  box?: { west: number; south: number; east: number; north: number } | undefined;
  archived?: boolean | undefined;
  /** Sort key of the last one of the page before: its match (0 without q) and its id. */
  after?: [match: number, id: string] | undefined;
  limit: number;
}

type Found = Place & { match: number };

/**
 * Oldest first. With words: places that have each of them as the beginning of a word, in any order; those with most
 * whole words first.
 * When there are none, places that have nearly these words, most like them first.
 */
export async function listPlaces(sql: Queryable, filter: PlaceFilter, reach: Reach): Promise<Found[]> {
  const { q, after } = filter;
  if (!q) return select(sql, filter, reach, { condition: sql`true`, match: sql`0` });
  const goesOnByLikeness = after !== undefined && after[0] > mostWords;
  const found = goesOnByLikeness ? [] : await select(sql, filter, reach, byWords(sql, q));
  const none = found.length === 0 && after === undefined;
  return none || goesOnByLikeness ? select(sql, filter, reach, byLikeness(sql, q)) : found;
}

interface Search {
  condition: Fragment;
  /** Greater is better. */
  match: Fragment;
}

/** Matches of words are counted, up to so many; likeness begins above. */
const mostWords = 10;

const byWords = (sql: Queryable, q: string): Search => {
  const found = q.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const prefixes = found.map((word) => `${word}:*`).join(' & ');
  return {
    condition: sql`words @@ to_tsquery('simple', ${prefixes})`,
    match: found
      .slice(0, mostWords)
      .reduce(
        (sum, word) => sql`${sum} + (words @@ to_tsquery('simple', ${word}))::integer`,
        sql`0::integer`,
      ),
  };
};

const byLikeness = (sql: Queryable, q: string): Search => ({
  condition: holdsWords(sql, sql`search`, q),
  match: sql`(word_similarity(${q.toLowerCase()}, search) * 1000)::integer + ${mostWords}`,
});

function select(
  sql: Queryable,
  filter: PlaceFilter,
  reach: Reach,
  { condition, match }: Search,
): Promise<Found[]> {
  const { q, regionId, partyId, postcode, reference, box, archived = false, after, limit } = filter;
  return sql<Found[]>`
    select ${columns(sql)}, ${match} as match from places.places
    where ${visible(sql, reach)}
      and archived_at is ${archived ? sql`not null` : sql`null`}
      ${regionId ? sql`and region_id = ${regionId}` : sql``}
      ${partyId ? sql`and party_id = ${partyId}` : sql``}
      ${postcode ? sql`and postcode = ${postcode}` : sql``}
      ${reference ? sql`and reference = ${reference}` : sql``}
      ${box ? sql`and ${within(sql, box)}` : sql``}
      ${q ? sql`and ${condition}` : sql``}
      ${after && q ? sql`and (-(${match}), id) > (${-after[0]}, ${after[1]}::uuid)` : sql``}
      ${after && !q ? sql`and id > ${after[1]}` : sql``}
    order by ${q ? sql`${match} desc, id` : sql`id`} limit ${limit}`;
}

const within = (sql: Queryable, { west, south, east, north }: NonNullable<PlaceFilter['box']>) =>
  west <= east
    ? sql`point(lng, lat) <@ box(point(${west}, ${south}), point(${east}, ${north}))`
    : sql`(point(lng, lat) <@ box(point(${west}, ${south}), point(180, ${north}))
        or point(lng, lat) <@ box(point(-180, ${south}), point(${east}, ${north})))`;

export interface NearestFilter extends Point {
  maxDistanceMeters?: number | undefined;
  limit: number;
}

/** The nearest places over the ground, nearest first: the index gives them in this order. */
export async function nearestPlaces(
  sql: Queryable,
  { limit, maxDistanceMeters, ...from }: NearestFilter,
  reach: Reach,
): Promise<(Place & { distanceMeters: number })[]> {
  const here = sql`cube(${unitVector(from)}::float8[])`;
  const chord = maxDistanceMeters === undefined ? undefined : chordOf(maxDistanceMeters);
  const rows = await sql<(Place & { chord: number })[]>`
    select ${columns(sql)}, position <-> ${here} as chord from places.places
    where archived_at is null and ${visible(sql, reach)}
      ${
        chord === undefined
          ? sql``
          : sql`and position <@ cube_enlarge(${here}, ${chord}, 3) and position <-> ${here} <= ${chord}`
      }
    order by position <-> ${here} limit ${limit}`;
  return rows.map(({ chord: found, ...row }) => ({ ...row, distanceMeters: metersOf(found) }));
}
