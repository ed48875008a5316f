import { z } from 'zod';
import { scopeOf } from '../../../platform/auth/actor.ts';
import { defineChannel, type LiveChannel } from '../../../platform/realtime/channel.ts';
import { findDelivery } from '../queries/deliveries.ts';
import { showDelivery } from '../rules/show.ts';

/** `delivery:{id}`: what happens to one delivery. Without payloads, which are the office's: read it again for more. */
export const deliveryChannel: LiveChannel = defineChannel({
  name: 'delivery',
  meaning: 'What happens to one delivery',
  payload: 'hidden',
  async authorize(ctx, actor, id) {
    const scope = scopeOf(actor, 'delivery:read');
    if (scope === undefined) return { refused: 'forbidden' };
    if (!z.uuid().safeParse(id).success) return { refused: 'not_found' };
    const row = await findDelivery(ctx.db.sql, id, { actor, scope });
    return row === undefined ? { refused: 'not_found' } : { watch: [] };
  },
  async snapshot(ctx, actor, id) {
    const row = await findDelivery(ctx.db.sql, id, {
      actor,
      scope: scopeOf(actor, 'delivery:read') ?? 'own',
    });
    return row && showDelivery(row);
  },
});

/** `deliveries`: what happens to all of them, for those who may see all. */
export const deliveriesChannel: LiveChannel = defineChannel({
  name: 'deliveries',
  meaning: 'What happens to all deliveries',
  payload: 'hidden',
  async authorize(_ctx, actor, id) {
    if (id !== '') return { refused: 'unknown_topic' };
    return scopeOf(actor, 'delivery:read') === 'all' ? { watch: [] } : { refused: 'forbidden' };
  },
  idsOf: (event) => (event.entity === 'delivery' ? [''] : []),
});
