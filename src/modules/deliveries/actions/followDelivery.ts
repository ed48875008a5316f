import { operatorOf } from '../../../capabilities/parties/api.ts';
import { lastPosition } from '../../../capabilities/tracking/api.ts';
import type { Context } from '../../../platform/context.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { deliveriesConfig } from '../config.ts';
import { deliveriesErrors } from '../errors.ts';
import { findTracked, listOpenOf, type TrackedDelivery } from '../queries/tracking-links.ts';
import { blurred } from '../rules/blur.ts';
import { arrivalBetween } from '../rules/eta.ts';
import { rightsNow } from '../rules/recipient.ts';
import { endOfLink, isNextStop } from '../rules/tracked.ts';
import type { Tracked } from '../schema.ts';
import { hashOf } from './createTrackingLink.ts';
import { travelTable } from './travelTable.ts';

type Needs = Pick<Context, 'db' | 'clock' | 'config'>;

/**
 * What the holder of a link may know now.
 * @throws not_found, tracking_ended
 */
export async function followDelivery(token: string, ctx: Needs): Promise<Tracked> {
  const found = await findTracked(ctx.db.sql, hashOf(token));
  if (!found) throw platformErrors.not_found('This link leads nowhere. Check that it was copied whole.');
  const now = ctx.clock.now();
  const may = recipientMay(found, ctx);
  const ended = endOfLink(found, now);
  const operator = await operatorOf(ctx.db.sql);
  if (ended)
    throw deliveriesErrors.tracking_ended(ended.words, { members: { ending: ended.ending, may, operator } });
  return {
    operator,
    state: found.state,
    stateSince: found.stateSince.toISOString(),
    windowFrom: found.windowFrom?.toISOString() ?? null,
    windowTo: found.windowTo?.toISOString() ?? null,
    tries: found.tries,
    dropoff: { lat: found.dropoffLat, lng: found.dropoffLng },
    linkExpiresAt: found.expiresAt.toISOString(),
    note: found.recipient?.note ?? null,
    neighbour: found.recipient?.neighbour ?? null,
    may,
    ...(await driverOf(found, ctx, now)),
  };
}

/** What the holder may do now, by the operator's settings and the state. */
export function recipientMay(
  { state, deliveredAt, recipient }: Pick<TrackedDelivery, 'state' | 'deliveredAt' | 'recipient'>,
  { config, clock }: Pick<Context, 'config' | 'clock'>,
) {
  const { recipientMay: allowed, ratingTtlSeconds } = config.get(deliveriesConfig);
  const rated = recipient?.rating !== undefined;
  return rightsNow(allowed, { state, deliveredAt, rated }, { now: clock.now(), ratingTtlSeconds });
}

type WithDriver = Pick<Tracked, 'stopsAhead' | 'etaAt' | 'etaFrom' | 'etaTo' | 'driver'>;

/**
 * Where the driver is: exactly only when this door is the next, for until then they visit others. Where they take a
 * break is nobody's business, and from there they set off now at the earliest.
 */
async function driverOf(
  { id, state, driverId, driverState, dropoffLat, dropoffLng, etaAt }: TrackedDelivery,
  ctx: Needs,
  now: Date,
): Promise<WithDriver> {
  if (!driverId || !['accepted', 'picked_up', 'in_transit', 'arrived'].includes(state))
    return { stopsAhead: null, ...arrival(null, 0, now), driver: null };
  const [open, position] = await Promise.all([
    listOpenOf(ctx.db.sql, driverId),
    lastPosition(ctx.db.sql, driverId),
  ]);
  const stopsAhead = Math.max(
    0,
    open.findIndex((entry) => entry.id === id),
  );
  if (!position) return { stopsAhead, ...arrival(etaAt, stopsAhead, now), driver: null };
  const isNext = isNextStop(state, stopsAhead);
  const rests = driverState === 'on_break';
  const exact = isNext && !rests;
  const { lat, lng } = exact ? position : blurred(position);
  const driver = { lat, lng, exact, seenAt: position.serverTime.toISOString() };
  if (!isNext) return { stopsAhead, ...arrival(etaAt, stopsAhead, now), driver };
  const table = await travelTable([position, { lat: dropoffLat, lng: dropoffLng }], 'car', ctx);
  const setsOff = rests ? now : position.serverTime;
  const expected = new Date(setsOff.getTime() + table.seconds[0]![1]! * 1000);
  return { stopsAhead, ...arrival(expected, 0, now), driver };
}

function arrival(etaAt: Date | null, stopsAhead: number, now: Date) {
  if (!etaAt) return { etaAt: null, etaFrom: null, etaTo: null };
  const { from, to } = arrivalBetween(etaAt, { stopsAhead, now });
  return { etaAt: etaAt.toISOString(), etaFrom: from.toISOString(), etaTo: to.toISOString() };
}
