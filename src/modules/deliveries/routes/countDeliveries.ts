import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { deliveryLifecycle } from '../lifecycle.ts';
import { countVisible, readCounts } from '../queries/state-counts.ts';
import { deliveryState, deliveryStates } from '../schema.ts';

const unfinished = deliveryStates.filter((state) => !deliveryLifecycle.states[state]?.final);

export const countDeliveries = defineRoute({
  operation: 'deliveries.countDeliveries',
  method: 'GET',
  path: '/v1/delivery-counts',
  summary: 'How many deliveries are in each state now',
  description:
    'For whoever may read all deliveries: every state, as kept up by the events, so up to a second old. For others: those within their reach, in the states in which something can still happen; what is over is not counted for them.',
  permission: 'delivery:read',
  response: z.strictObject({
    items: z.array(z.strictObject({ state: deliveryState, count: z.int().min(0) })).meta({
      description: 'In the order of a delivery’s life; a state without deliveries is there with 0',
    }),
  }),
  async handler({ sql, actor, scope }) {
    const all = scope === 'all';
    const rows = all ? await readCounts(sql) : await countVisible(sql, unfinished, { actor, scope });
    const counts = new Map(rows.map(({ state, present }) => [state, present]));
    const states = all ? deliveryStates : unfinished;
    return { items: states.map((state) => ({ state, count: counts.get(state) ?? 0 })) };
  },
});
