import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { distanceMeters, type Point } from '../../../platform/geo/distance.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { deliveriesConfig } from '../config.ts';
import { deliveriesErrors } from '../errors.ts';
import { deliveriesEvents } from '../events.ts';
import {
  findQuote,
  findRate,
  insertQuote,
  ratesFor,
  useQuote,
  zonesAround,
  type Quote,
  type Rate,
} from '../queries/pricing.ts';
import { customerOf } from '../rules/customer-of.ts';
import { priceOf } from '../rules/price.ts';
import { zonesAt } from '../rules/zones.ts';
import type { NewDelivery } from './createDelivery.ts';
import { travelTable } from './travelTable.ts';

export interface QuoteRequest {
  customerId?: string | undefined;
  pickup: Point;
  dropoff: Point;
  weightGrams?: number | undefined;
  /** When it is to be driven; default now. */
  at?: Date | undefined;
  rateId?: string | undefined;
}

/**
 * Prices a delivery, with each line explained, and keeps the price for a while.
 * @throws no_rate, forbidden
 */
export async function quoteDelivery(
  tx: Transaction,
  request: QuoteRequest,
  { actor, scope }: { actor: Actor; scope: Scope },
  ports: Ports,
): Promise<Quote> {
  const customerId = customerOf(request, actor, scope);
  const now = ports.clock.now();
  const at = request.at ?? now;
  const { pickup, dropoff } = request;
  const rate = await chooseRate(tx, request, at);
  const table = await travelTable([pickup, dropoff], 'car', ports);
  const inputs = {
    distanceMeters: table.meters[0]![1]!,
    distanceFrom: table.from,
    weightGrams: request.weightGrams ?? 0,
    stops: 2,
    at: at.toISOString(),
  };
  const { lines, totalMinor } = priceOf(rate.terms, inputs);
  const quote: Quote = {
    id: newId(ports),
    customerId,
    rateId: rate.id,
    rateVersion: rate.version,
    inputs: { ...inputs, pickup, dropoff },
    lines,
    totalMinor,
    currency: rate.terms.currency,
    expiresAt: new Date(now.getTime() + ports.config.get(deliveriesConfig).quoteTtlSeconds * 1000),
    deliveryId: null,
    createdBy: actor.id,
    createdAt: now,
  };
  await insertQuote(tx, quote);
  const event = {
    event: deliveriesEvents.quoteMade,
    subject: { entity: 'delivery_quote', id: quote.id },
    sequence: 1,
    actor,
    payload: { customerId, totalMinor, currency: quote.currency, rateId: rate.id, rateVersion: rate.version },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return quote;
}

/** The rate that was asked for; else that of the zone with the greatest priority; else the one for everywhere. */
async function chooseRate(tx: Transaction, { rateId, dropoff }: QuoteRequest, at: Date): Promise<Rate> {
  if (rateId) {
    const rate = await findRate(tx, rateId);
    if (rate) return rate;
    throw deliveriesErrors.no_rate('There is no such rate.', {
      errors: [{ field: 'rateId', reason: 'is not a rate' }],
    });
  }
  const zones = zonesAt(await zonesAround(tx, dropoff), dropoff, at);
  const rates = await ratesFor(
    tx,
    zones.map(({ id }) => id),
  );
  for (const zoneId of [...zones.map(({ id }) => id), null]) {
    const rate = rates.find((entry) => entry.zoneId === zoneId);
    if (rate) return rate;
  }
  throw deliveriesErrors.no_rate(
    'No rate holds at this drop-off and time; add one for everywhere, or for its zone.',
  );
}

/** Stops may be named more exactly than when the price was asked for, but not moved. */
const movedMeters = 100;

/**
 * Holds a quote for the delivery that is being ordered with it, in the same transaction.
 * @throws quote_not_usable
 */
export async function takeQuote(
  tx: Transaction,
  order: NewDelivery & { quoteId: string },
  { deliveryId, customerId, now }: { deliveryId: string; customerId: string; now: Date },
): Promise<{ amountMinor: number; currency: string }> {
  const quote = await findQuote(tx, order.quoteId, { customerIds: [customerId], lock: true });
  const refuse = (sentence: string) =>
    deliveriesErrors.quote_not_usable(sentence, { errors: [{ field: 'quoteId', reason: sentence }] });
  if (!quote) throw refuse('There is no such quote for this customer.');
  if (quote.deliveryId) throw refuse('The quote was used for another delivery.');
  if (quote.expiresAt <= now) throw refuse('The quote has expired; ask for a new one.');
  const { pickup, dropoff, weightGrams } = quote.inputs;
  if (
    distanceMeters(pickup, order.pickup) > movedMeters ||
    distanceMeters(dropoff, order.dropoff) > movedMeters
  )
    throw refuse('The quote is for other stops.');
  if ((order.weightGrams ?? 0) > weightGrams) throw refuse(`The quote is for at most ${weightGrams} g.`);
  tx.withCommit(useQuote(tx, quote.id, deliveryId));
  return { amountMinor: quote.totalMinor, currency: quote.currency };
}

/**
 * Computes a quote again from its rate version and inputs.
 * @throws not_found
 */
export async function replayQuote(
  sql: Queryable,
  quote: Quote,
): Promise<{ same: boolean; totalMinor: number }> {
  const rate = await findRate(sql, quote.rateId, quote.rateVersion);
  if (!rate) throw platformErrors.not_found('The rate version of this quote is gone.');
  const { lines, totalMinor } = priceOf(rate.terms, quote.inputs);
  const same =
    totalMinor === quote.totalMinor &&
    lines.length === quote.lines.length &&
    lines.every((line, index) => line.amountMinor === quote.lines[index]!.amountMinor);
  return { same, totalMinor };
}
