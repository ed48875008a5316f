import { z } from 'zod';
import { Problem } from '../../../platform/errors/problem.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { parse } from '../../../platform/http/validate.ts';
import { actionScope, perform } from '../../../platform/lifecycle/perform.ts';
import { deliveryLifecycle } from '../lifecycle.ts';
import { showDelivery } from '../rules/show.ts';
import { delivery } from '../schema.ts';

const actions = Object.entries(deliveryLifecycle.actions)
  .filter(([, { permission }]) => permission !== 'system')
  .map(([name]) => name);

const result = z
  .strictObject({
    id,
    done: z.boolean(),
    delivery: delivery.nullable(),
    problem: z
      .strictObject({ code: z.string(), status: z.int(), detail: z.string() })
      .nullable()
      .meta({ description: 'Why not' }),
  })
  .meta({ id: 'BulkResult' });

export const bulkActions = defineRoute({
  operation: 'deliveries.bulkActions',
  method: 'POST',
  path: '/v1/deliveries/bulk-actions',
  summary: 'One action on many deliveries, with the result of each',
  description:
    'Each delivery is a transaction of its own: some may be done and others not. Sending it again is harmless, because an action that was done is not possible a second time.',
  permission: 'delivery:read',
  transaction: false,
  body: z.strictObject({
    action: z.enum(actions),
    ids: z.array(id).min(1).max(200),
    input: z.record(z.string(), z.unknown()).optional(),
  }),
  response: z.strictObject({ done: z.int(), failed: z.int(), results: z.array(result) }),
  async handler({ ctx, body, actor }) {
    const action = deliveryLifecycle.actions[body.action]!;
    const scope = actionScope(deliveryLifecycle, body.action, actor);
    if (!scope)
      throw platformErrors.forbidden(`It needs the permission ${action.permission}.`, {
        members: { permission: action.permission },
      });
    const input: unknown = parse(action.input, body.input ?? {}, 'body');
    const results: z.input<typeof result>[] = [];
    for (const deliveryId of new Set(body.ids)) {
      try {
        const performed = await ctx.db.transaction((tx) =>
          perform(tx, deliveryLifecycle, { id: deliveryId, action: body.action, input, actor, scope }, ctx),
        );
        results.push({ id: deliveryId, done: true, delivery: showDelivery(performed), problem: null });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const problem = { code: error.code, status: error.status, detail: error.message };
        results.push({ id: deliveryId, done: false, delivery: null, problem });
      }
    }
    const done = results.filter((entry) => entry.done).length;
    return { done, failed: results.length - done, results };
  },
});
