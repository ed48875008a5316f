import { z } from 'zod';

/** Schemas that many routes share. Query parameters arrive as text, so each says how it becomes a value. */

export const id = z.uuid().meta({ description: 'UUID; version 7 when made by the server' });
export const idParams = z.strictObject({ id });
export const instant = z.iso
  .datetime({ offset: true })
  .meta({ description: 'RFC 3339 date and time with offset' });
export const latitude = z.number().min(-90).max(90).meta({ description: 'Degrees north, WGS 84' });
export const longitude = z.number().min(-180).max(180).meta({ description: 'Degrees east, WGS 84' });
export const point = z.strictObject({ lat: latitude, lng: longitude }).meta({ id: 'Point' });
export const money = z
  .strictObject({
    amountMinor: z.int().meta({ description: 'In the smallest unit of the currency, such as cents' }),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as CHF'),
  })
  .meta({ id: 'Money' });

export const queryInteger = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max));

export const queryNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^-?\d{1,15}(\.\d{1,15})?$/, 'must be a number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));

export const queryBoolean = z.enum(['true', 'false']).transform((value) => value === 'true');

export const queryInstant = instant.transform((value) => new Date(value));

/** `a,b,c` with each item checked. */
export const queryList = <Item extends z.ZodType<unknown, string>>(item: Item, max = 100) =>
  z
    .string()
    .max(20_000)
    .transform((value) => value.split(',').filter(Boolean))
    .pipe(z.array(item).min(1).max(max));

/** `west,south,east,north` in degrees. A box over the antimeridian has west > east. */
export const queryBox = z
  .string()
  .max(100)
  .transform((value) => value.split(',').map(Number))
  .pipe(z.tuple([longitude, latitude, longitude, latitude], 'must be west,south,east,north in degrees'))
  .refine(([, south, , north]) => south <= north, 'south must not be above north')
  .transform(([west, south, east, north]) => ({ west, south, east, north }));
