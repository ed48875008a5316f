import { z } from 'zod';
import { id, money, point } from '../../../platform/http/fields.ts';
import type { Quote, Rate, Zone } from '../queries/pricing.ts';
import { priceInputs, priceLine, rateTerms } from './price.ts';
import type { zone } from './zones.ts';

export function showZone(row: Zone): z.input<typeof zone> {
  return { ...row, createdAt: row.createdAt.toISOString(), updatedAt: row.updatedAt.toISOString() };
}

export const rate = z
  .strictObject({
    id,
    version: z.int(),
    name: z.string(),
    zoneId: id.nullable().meta({ description: 'Null: holds everywhere' }),
    terms: rateTerms,
    createdAt: z.iso.datetime().meta({ description: 'Of this version' }),
  })
  .meta({ id: 'DeliveryRate' });

export function showRate({ createdBy: _createdBy, createdAt, ...row }: Rate): z.input<typeof rate> {
  return { ...row, createdAt: createdAt.toISOString() };
}

export const quote = z
  .strictObject({
    id,
    customerId: id,
    rateId: id,
    rateVersion: z.int(),
    inputs: priceInputs.extend({ pickup: point, dropoff: point }).meta({ id: 'QuoteInputs' }),
    lines: z
      .array(priceLine)
      .meta({ description: 'Each rounded by itself, half away from zero; they sum up to the total' }),
    total: money,
    expiresAt: z.iso.datetime(),
    deliveryId: id.nullable().meta({ description: 'The delivery that was ordered at this price' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'DeliveryQuote' });

export function showQuote(row: Quote): z.input<typeof quote> {
  const { createdBy: _createdBy, totalMinor, currency, expiresAt, createdAt, ...rest } = row;
  return {
    ...rest,
    total: { amountMinor: totalMinor, currency },
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}
