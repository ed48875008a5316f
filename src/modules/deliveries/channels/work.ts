import { z } from 'zod';
import { type Actor, scopeOf } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import { defineChannel } from '../../../platform/realtime/channel.ts';
import { deliveriesConfig } from '../config.ts';
import { listOffers } from '../queries/deliveries.ts';
import { type Driver, findDriver } from '../queries/drivers.ts';
import { showOffer } from '../rules/show.ts';

/** A driver hears of their own work alone; others must be allowed to see what it is made of. */
async function driverOf(ctx: Context, actor: Actor, id: string): Promise<Driver | undefined> {
  const scope = scopeOf(actor, 'driver:read');
  if (scope === undefined || !z.uuid().safeParse(id).success) return undefined;
  if (id !== actor.partyId && scopeOf(actor, 'delivery:read') !== 'all') return undefined;
  return findDriver(ctx.db.sql, id, { actor, scope });
}

/** `work:{driver}`: offers, stops, route, shifts and state of one driver. Begins with the offers that wait. */
export const workChannel = defineChannel({
  name: 'work',
  meaning: 'What happens to the work of one driver: offers, stops, route, shifts and state',
  payload: 'hidden',
  async authorize(ctx, actor, id) {
    if (scopeOf(actor, 'driver:read') === undefined) return { refused: 'forbidden' };
    return (await driverOf(ctx, actor, id)) ? { watch: [] } : { refused: 'not_found' };
  },
  async snapshot(ctx, actor, id) {
    if (!(await driverOf(ctx, actor, id))) return { offers: [] };
    const { offerTtlSeconds } = ctx.config.get(deliveriesConfig);
    const offers = await listOffers(ctx.db.sql, id);
    return { offers: offers.map((row) => showOffer(row, offerTtlSeconds)) };
  },
  idsOf({ entity, entityId, payload }) {
    if (entity === 'driver') return [entityId];
    const { driverId } = payload;
    return typeof driverId === 'string' && (entity === 'delivery' || entity === 'shift') ? [driverId] : [];
  },
});
