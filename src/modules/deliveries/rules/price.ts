import { z } from 'zod';
import { timeZone, weeklyHours, within } from './hours.ts';

/**
 * Prices are integers of the currency's smallest unit. Each line is computed exactly and rounded by itself, half away
 * from zero; the total is the sum of the lines. The same terms and inputs give the same lines for ever.
 */
const minor = z.int().min(0).max(1_000_000_000);

export const surcharge = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    percent: z
      .int()
      .min(-10_000)
      .max(100_000)
      .optional()
      .meta({ description: 'In hundredths of a percent of all lines before; 2500 is 25 %' }),
    amountMinor: z.int().min(-1_000_000_000).max(1_000_000_000).optional(),
    hours: z.array(weeklyHours).min(1).max(20),
  })
  .refine(({ percent, amountMinor }) => (percent === undefined) !== (amountMinor === undefined), {
    path: ['percent'],
    message: 'give either percent or amountMinor',
  })
  .meta({ id: 'Surcharge' });

export const rateTerms = z
  .strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as CHF'),
    baseMinor: minor,
    perKilometerMinor: minor,
    perKilogramMinor: minor,
    perStopMinor: minor.meta({ description: 'For each stop beyond the first pick-up and drop-off' }),
    minimumMinor: minor,
    surcharges: z.array(surcharge).max(50),
    timeZone,
  })
  .meta({ id: 'RateTerms' });
export type RateTerms = z.output<typeof rateTerms>;

export const priceInputs = z
  .strictObject({
    distanceMeters: z.int().min(0),
    distanceFrom: z.enum(['streets', 'straight line']),
    weightGrams: z.int().min(0),
    stops: z.int().min(2),
    at: z.iso.datetime(),
  })
  .meta({ id: 'PriceInputs' });
export type PriceInputs = z.output<typeof priceInputs>;

export const priceLine = z
  .strictObject({
    kind: z.enum(['base', 'distance', 'weight', 'stops', 'surcharge', 'minimum']),
    explanation: z.string(),
    amountMinor: z.int(),
  })
  .meta({ id: 'PriceLine' });
export type PriceLine = z.output<typeof priceLine>;

export function priceOf(terms: RateTerms, inputs: PriceInputs): { lines: PriceLine[]; totalMinor: number } {
  const { baseMinor, perKilometerMinor, perKilogramMinor, perStopMinor, minimumMinor, currency } = terms;
  const lines: PriceLine[] = [];
  const sum = () => lines.reduce((total, { amountMinor }) => total + amountMinor, 0);
  const add = (kind: PriceLine['kind'], explanation: string, amountMinor: number) => {
    if (amountMinor !== 0 || kind === 'base') lines.push({ kind, explanation, amountMinor });
  };
  const { distanceMeters, distanceFrom, weightGrams, stops } = inputs;
  add('base', 'Base price', baseMinor);
  add(
    'distance',
    `${distanceMeters} m by ${distanceFrom} at ${perKilometerMinor} a kilometer`,
    share(distanceMeters, perKilometerMinor, 1000),
  );
  add(
    'weight',
    `${weightGrams} g at ${perKilogramMinor} a kilogram`,
    share(weightGrams, perKilogramMinor, 1000),
  );
  add('stops', `${stops - 2} further stops at ${perStopMinor}`, (stops - 2) * perStopMinor);
  const at = new Date(inputs.at);
  for (const { name, percent, amountMinor, hours } of terms.surcharges) {
    if (!within(hours, at, terms.timeZone)) continue;
    if (percent === undefined) add('surcharge', name, amountMinor ?? 0);
    else add('surcharge', `${name}: ${percent / 100} % of ${sum()}`, share(sum(), percent, 10_000));
  }
  add('minimum', `Up to the minimum of ${minimumMinor} ${currency}`, Math.max(0, minimumMinor - sum()));
  return { lines, totalMinor: sum() };
}

/** quantity × rate ÷ per, rounded half away from zero, without a float in between. */
function share(quantity: number, rate: number, per: number): number {
  const exact = BigInt(quantity) * BigInt(rate);
  const [size, unit] = [exact < 0n ? -exact : exact, BigInt(per)];
  const rounded = (2n * size + unit) / (2n * unit);
  return Number(exact < 0n ? -rounded : rounded);
}
