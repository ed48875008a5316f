import { z } from 'zod';
import { lastPosition } from '../../../capabilities/tracking/api.ts';
import type { Context } from '../../../platform/context.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { latitude, longitude } from '../../../platform/http/fields.ts';
import { Answer, defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { hashOf } from '../actions/createTrackingLink.ts';
import { travelTable } from '../actions/travelTable.ts';
import { deliveriesErrors } from '../errors.ts';
import { findTracked, listOpenOf, type TrackedDelivery } from '../queries/tracking-links.ts';
import { blurred } from '../rules/blur.ts';
import { endOfLink, isNextStop } from '../rules/tracked.ts';
import { deliveryState } from '../schema.ts';

const time = z.iso.datetime();

const tracked = z
  .strictObject({
    state: deliveryState,
    stateSince: time,
    windowFrom: time.nullable(),
    windowTo: time.nullable(),
    tries: z.int(),
    stopsAhead: z
      .int()
      .nullable()
      .meta({ description: 'Stops of the driver before this one; null until a driver has accepted' }),
    etaAt: time.nullable(),
    dropoff: z.strictObject({ lat: latitude, lng: longitude }),
    driver: z
      .strictObject({
        lat: latitude,
        lng: longitude,
        exact: z.boolean().meta({ description: 'False: the middle of a cell of about a kilometer' }),
        seenAt: time,
      })
      .nullable(),
    linkExpiresAt: time,
  })
  .meta({ id: 'TrackedDelivery' });

export const trackDelivery = defineRoute({
  operation: 'deliveries.trackDelivery',
  method: 'GET',
  path: '/v1/track/{token}',
  summary: 'Follow one delivery; public, for the token is the right to see it',
  permission: PUBLIC,
  limit: { name: 'track', windowSeconds: 60, guest: 120, user: 240 },
  params: z.strictObject({ token: z.string().regex(/^[\w-]{32}$/, 'is not a tracking token') }),
  query: z.strictObject({}),
  response: tracked,
  problems: ['not_found', 'tracking_ended'],
  async handler({ ctx, sql, params }) {
    const found = await findTracked(sql, hashOf(params.token));
    if (!found) throw platformErrors.not_found('This link leads nowhere. Check that it was copied whole.');
    const ended = endOfLink(found, ctx.clock.now());
    if (ended) throw deliveriesErrors.tracking_ended(ended);
    const driver = await driverOf(found, ctx);
    const body = {
      state: found.state as z.output<typeof deliveryState>,
      stateSince: found.stateSince.toISOString(),
      windowFrom: found.windowFrom?.toISOString() ?? null,
      windowTo: found.windowTo?.toISOString() ?? null,
      tries: found.tries,
      dropoff: { lat: found.dropoffLat, lng: found.dropoffLng },
      linkExpiresAt: found.expiresAt.toISOString(),
      ...driver,
    };
    return new Answer(body, { headers: { 'referrer-policy': 'no-referrer' } });
  },
});

/** Where the driver is: exactly only when this door is the next, for until then they visit others. */
async function driverOf(
  { id, state, driverId, dropoffLat, dropoffLng, etaAt }: TrackedDelivery,
  ctx: Context,
) {
  const eta = etaAt?.toISOString() ?? null;
  if (!driverId || !['accepted', 'picked_up', 'in_transit', 'arrived'].includes(state))
    return { stopsAhead: null, etaAt: null, driver: null };
  const [open, position] = await Promise.all([
    listOpenOf(ctx.db.sql, driverId),
    lastPosition(ctx.db.sql, driverId),
  ]);
  const stopsAhead = Math.max(
    0,
    open.findIndex((entry) => entry.id === id),
  );
  if (!position) return { stopsAhead, etaAt: eta, driver: null };
  const exact = isNextStop(state, stopsAhead);
  const { lat, lng } = exact ? position : blurred(position);
  const driver = { lat, lng, exact, seenAt: position.serverTime.toISOString() };
  if (!exact) return { stopsAhead, etaAt: eta, driver };
  const table = await travelTable([position, { lat: dropoffLat, lng: dropoffLng }], 'car', ctx);
  const arrival = new Date(position.serverTime.getTime() + table.seconds[0]![1]! * 1000);
  return { stopsAhead, etaAt: arrival.toISOString(), driver };
}
