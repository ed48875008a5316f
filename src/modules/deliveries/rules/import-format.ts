import { z } from 'zod';
import { csvBoolean, csvInteger, csvNumber, csvText } from '../../../platform/csv/fields.ts';
import type { CsvColumns } from '../../../platform/csv/header.ts';
import type { CsvFormat, CsvLineError } from '../../../platform/csv/read-csv.ts';
import { assignmentModes } from '../config.ts';
import { proofKinds } from '../schema.ts';
import { mayLieIn } from './country-boxes.ts';

/** The columns of a file of deliveries. `caravan deliveries import --help` prints this. */
export const importColumns = {
  reference: { required: true, aliases: ['order', 'orderNumber', 'orderId'] },
  customerId: {},
  pickupName: {},
  pickupPhone: {},
  pickupStreet: {},
  pickupHouseNumber: {},
  pickupPostcode: {},
  pickupCity: {},
  pickupCountry: {},
  pickupLat: { aliases: ['pickupLatitude'] },
  pickupLng: { aliases: ['pickupLon', 'pickupLongitude'] },
  pickupInstructions: {},
  dropoffName: { aliases: ['name', 'recipient'] },
  dropoffPhone: { aliases: ['phone'] },
  dropoffStreet: { aliases: ['street'] },
  dropoffHouseNumber: { aliases: ['houseNumber'] },
  dropoffPostcode: { aliases: ['postcode', 'zip'] },
  dropoffCity: { aliases: ['city'] },
  dropoffCountry: { aliases: ['country'] },
  dropoffLat: { aliases: ['lat', 'latitude'] },
  dropoffLng: { aliases: ['lng', 'lon', 'longitude', 'dropoffLon'] },
  dropoffInstructions: { aliases: ['instructions'] },
  windowFrom: {},
  windowTo: {},
  weightGrams: {},
  weightKg: { aliases: ['weight'] },
  requiredSkills: { aliases: ['skills'] },
  proofRules: { aliases: ['proofs'] },
  notes: {},
  assignmentMode: {},
  draft: {},
} satisfies CsvColumns;

const country = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as LI');
const instant = z.iso.datetime({
  offset: true,
  error: 'must be a date and time with offset, such as 2026-03-04T10:00:00+01:00',
});
const words = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .max(500)
    .transform((cell) => cell.split(/[\s,;|]+/).filter(Boolean))
    .pipe(z.array(item).max(20));

const cells = z.object({
  reference: z.string({ error: 'is missing' }).max(80, 'is longer than 80 characters'),
  customerId: z.uuid('must be a UUID').optional(),
  pickupName: csvText(120).optional(),
  pickupPhone: csvText(40).optional(),
  pickupStreet: csvText(200).optional(),
  pickupHouseNumber: csvText(20).optional(),
  pickupPostcode: csvText(20).optional(),
  pickupCity: csvText(120).optional(),
  pickupCountry: country.optional(),
  pickupLat: csvNumber(-90, 90).optional(),
  pickupLng: csvNumber(-180, 180).optional(),
  pickupInstructions: csvText(500).optional(),
  dropoffName: csvText(120).optional(),
  dropoffPhone: csvText(40).optional(),
  dropoffStreet: csvText(200).optional(),
  dropoffHouseNumber: csvText(20).optional(),
  dropoffPostcode: csvText(20).optional(),
  dropoffCity: csvText(120).optional(),
  dropoffCountry: country.optional(),
  dropoffLat: csvNumber(-90, 90).optional(),
  dropoffLng: csvNumber(-180, 180).optional(),
  dropoffInstructions: csvText(500).optional(),
  windowFrom: instant.optional(),
  windowTo: instant.optional(),
  weightGrams: csvInteger(0, 50_000_000).optional(),
  weightKg: csvNumber(0, 50_000).optional(),
  requiredSkills: words(
    z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be words such as cold_chain'),
  ).optional(),
  proofRules: words(z.enum(proofKinds, `must be of ${proofKinds.join(', ')}`)).optional(),
  notes: csvText(2000).optional(),
  assignmentMode: z.enum(assignmentModes, `must be one of ${assignmentModes.join(', ')}`).optional(),
  draft: csvBoolean.optional(),
});

export type ImportRow = z.output<typeof cells>;

export const importFormat: CsvFormat<ImportRow> = { columns: importColumns, row: cells, maxLines: 1_000_000 };

export const stopSides = ['pickup', 'dropoff'] as const;
export type StopSide = (typeof stopSides)[number];

/** A door as the line gives it; the point may be missing still. */
export interface DraftStop {
  name?: string | undefined;
  phone?: string | undefined;
  street?: string | undefined;
  houseNumber?: string | undefined;
  postcode?: string | undefined;
  city?: string | undefined;
  country?: string | undefined;
  instructions?: string | undefined;
  lat?: number | undefined;
  lng?: number | undefined;
  placeId?: string | undefined;
}

export function draftStop(row: ImportRow, side: StopSide): DraftStop {
  const stop: DraftStop = {
    name: row[`${side}Name`],
    phone: row[`${side}Phone`],
    street: row[`${side}Street`],
    houseNumber: row[`${side}HouseNumber`],
    postcode: row[`${side}Postcode`],
    city: row[`${side}City`],
    country: row[`${side}Country`],
    instructions: row[`${side}Instructions`],
    lat: row[`${side}Lat`],
    lng: row[`${side}Lng`],
  };
  return Object.fromEntries(Object.entries(stop).filter(([, value]) => value !== undefined));
}

/** What is wrong with a line beyond its single cells. The points of both stops are known by now, where they can be. */
export function lineFaults(
  row: ImportRow,
  stops: Readonly<Record<StopSide, DraftStop>>,
): Omit<CsvLineError, 'line'>[] {
  const faults: Omit<CsvLineError, 'line'>[] = [];
  for (const side of stopSides) {
    const { lat, lng, street, country: code } = stops[side];
    if (lat === undefined || lng === undefined) {
      const field = lat === undefined ? `${side}Lat` : `${side}Lng`;
      faults.push({
        field: street === undefined ? field : `${side}Street`,
        reason:
          street === undefined
            ? 'is missing, and so is an address'
            : 'is not an address that is known; give its point',
      });
    } else if (lat === 0 && lng === 0) faults.push({ field: `${side}Lat`, reason: 'is 0, 0: no real point' });
    else if (code !== undefined && !mayLieIn(code, { lat, lng }))
      faults.push({ field: `${side}Country`, reason: `is ${code}, but ${lat}, ${lng} is not there` });
  }
  if (row.windowFrom && row.windowTo && Date.parse(row.windowFrom) > Date.parse(row.windowTo))
    faults.push({ field: 'windowTo', reason: 'must not be before windowFrom' });
  return faults;
}
