import { z } from 'zod';
import { id, latitude, longitude, point } from '../../platform/http/fields.ts';

/** The shapes of the capability on the wire. */

const line = (max: number) => z.string().trim().min(1).max(max);
const time = z.iso.datetime();

export const country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 code such as LI');

const address = {
  name: line(120),
  street: line(200),
  houseNumber: line(20),
  postcode: line(20),
  city: line(120),
  country,
  instructions: line(500),
  reference: line(80),
};

export const newPlace = z
  .strictObject({
    id: id.optional().meta({ description: 'Made by the client when it must know it beforehand' }),
    partyId: id.optional().meta({ description: 'Whose place it is; none: everybody’s' }),
    lat: latitude,
    lng: longitude,
    ...z.strictObject(address).partial().shape,
  })
  .meta({ id: 'NewPlace' });

export const placePatch = z
  .strictObject({
    lat: latitude.optional(),
    lng: longitude.optional(),
    name: address.name.nullable().optional(),
    street: address.street.nullable().optional(),
    houseNumber: address.houseNumber.nullable().optional(),
    postcode: address.postcode.nullable().optional(),
    city: address.city.nullable().optional(),
    country: country.nullable().optional(),
    instructions: address.instructions.nullable().optional(),
    reference: address.reference.nullable().optional(),
  })
  .refine(({ lat, lng }) => (lat === undefined) === (lng === undefined), {
    path: ['lng'],
    message: 'must be given together with lat',
  })
  .meta({ id: 'PlacePatch' });

export const place = z
  .strictObject({
    id,
    version: z.int(),
    partyId: id.nullable(),
    name: z.string().nullable(),
    street: z.string().nullable(),
    houseNumber: z.string().nullable(),
    postcode: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string().nullable(),
    instructions: z.string().nullable(),
    reference: z.string().nullable(),
    lat: z.number(),
    lng: z.number(),
    regionId: id.nullable().meta({ description: 'The smallest region around it' }),
    archivedAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Place', description: 'An address and its point' });

export const nearPlace = place
  .extend({ distanceMeters: z.number().meta({ description: 'Over the ground, along the great circle' }) })
  .meta({ id: 'NearPlace' });

export const polygon = z.array(point).min(3).max(2000).meta({
  description: 'Corners in turn, the last joined to the first by itself. Not over the antimeridian or a pole',
});

const regionName = line(120);
const circle = z.strictObject({ center: point, radiusMeters: z.number().min(1).max(1_000_000) });

export const newRegion = z
  .strictObject({
    id: id.optional(),
    name: regionName,
    polygon: polygon.optional(),
    circle: circle.optional(),
  })
  .refine(({ polygon: ring, circle: round }) => (ring === undefined) !== (round === undefined), {
    message: 'must have either a polygon or a circle',
  })
  .meta({ id: 'NewRegion' });

export const regionPatch = z
  .strictObject({ name: regionName.optional(), polygon: polygon.optional(), circle: circle.optional() })
  .refine(({ polygon: ring, circle: round }) => ring === undefined || round === undefined, {
    message: 'must have either a polygon or a circle',
  })
  .meta({ id: 'RegionPatch' });

export const region = z
  .strictObject({
    id,
    version: z.int(),
    name: z.string(),
    polygon: z.array(point).nullable(),
    circle: z.strictObject({ center: point, radiusMeters: z.number() }).nullable(),
    areaSquareMeters: z.number(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Region', description: 'A named part of the map' });

const lineError = z.strictObject({
  line: z.int().meta({ description: 'Counted from 1, the header included' }),
  field: z.string().meta({ description: 'The column; empty when the whole line is meant' }),
  reason: z.string(),
});

export const importReport = z
  .strictObject({
    imported: z
      .boolean()
      .meta({ description: 'False for a dry run, and when wrong lines were not to be skipped' }),
    lines: z.int(),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int().meta({ description: 'Already here just so, by reference or by address' }),
    wrong: z.int(),
    withoutPostcode: z.int().meta({ description: 'Kept, with no postcode' }),
    errors: z.array(lineError).meta({ description: 'The first 1,000' }),
    ignoredColumns: z.array(z.string()),
    encoding: z.string(),
    delimiter: z.string(),
  })
  .meta({ id: 'PlaceImportReport' });
