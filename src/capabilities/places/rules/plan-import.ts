import type { CsvLineError } from '../../../platform/csv/read-csv.ts';
import type { NewRow, Place } from '../queries/places.ts';
import type { ImportRow } from './import-format.ts';
import { naturalKey } from './natural-key.ts';

export interface ImportLine {
  line: number;
  row: ImportRow;
  key: string;
}

export interface ImportPlan {
  created: ImportLine[];
  changed: { place: Place; changes: Partial<Place> }[];
  unchanged: number;
  errors: CsvLineError[];
}

export const toImportLine = (line: number, row: ImportRow): ImportLine => ({
  line,
  row,
  key: naturalKey(row, row),
});

/** What of a place a file can say. What it leaves empty is left as it is. */
const fields = [
  'name',
  'street',
  'houseNumber',
  'postcode',
  'city',
  'country',
  'instructions',
  'reference',
  'lat',
  'lng',
] as const satisfies readonly (keyof ImportRow & keyof Place)[];

/**
 * Sorts lines into new, changed and unchanged places. A line is a known place by its reference, else by its address.
 * @param seen the keys of the lines before, with their numbers; this call adds its own
 */
export function planImport(
  lines: readonly ImportLine[],
  known: readonly Place[],
  seen: Map<string, number>,
): ImportPlan {
  const byReference = new Map(known.flatMap((place) => (place.reference ? [[place.reference, place]] : [])));
  const byKey = new Map(known.flatMap((place) => (place.reference ? [] : [[place.naturalKey, place]])));
  const plan: ImportPlan = { created: [], changed: [], unchanged: 0, errors: [] };
  for (const entry of lines) {
    const { line, row, key } = entry;
    const field = row.reference ? 'reference' : '';
    const identity = row.reference ? `reference ${row.reference}` : `address ${key}`;
    const before = seen.get(identity);
    if (before !== undefined) {
      const reason = field ? `stands on line ${before} already` : `is the same address as line ${before}`;
      plan.errors.push({ line, field, reason });
      continue;
    }
    seen.set(identity, line);
    const place = (row.reference ? byReference.get(row.reference) : undefined) ?? byKey.get(key);
    if (place?.archivedAt) {
      plan.errors.push({ line, field, reason: 'is a place that was archived' });
      continue;
    }
    if (!place) {
      plan.created.push(entry);
      continue;
    }
    const changes = Object.fromEntries(
      fields.flatMap((name) =>
        row[name] !== undefined && row[name] !== place[name] ? [[name, row[name]]] : [],
      ),
    ) as Partial<Place>;
    if (Object.keys(changes).length === 0) plan.unchanged++;
    else plan.changed.push({ place, changes });
  }
  return plan;
}

export function newRowOf(
  { row, key }: ImportLine,
  made: { id: string; by: string; at: Date; partyId: string | null },
): NewRow {
  return {
    id: made.id,
    version: 1,
    partyId: made.partyId,
    name: row.name ?? null,
    street: row.street ?? null,
    houseNumber: row.houseNumber ?? null,
    postcode: row.postcode ?? null,
    city: row.city ?? null,
    country: row.country ?? null,
    instructions: row.instructions ?? null,
    reference: row.reference ?? null,
    lat: row.lat,
    lng: row.lng,
    naturalKey: key,
    archivedAt: null,
    createdBy: made.by,
    createdAt: made.at,
    updatedAt: made.at,
  };
}
