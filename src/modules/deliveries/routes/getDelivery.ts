import { z } from 'zod';
import { actionScope } from '../../../platform/lifecycle/perform.ts';
import { actionsFrom } from '../../../platform/lifecycle/lifecycle.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { deliveryLifecycle } from '../lifecycle.ts';
import { findDelivery } from '../queries/deliveries.ts';
import { showDelivery } from '../rules/show.ts';
import { delivery } from '../schema.ts';
import { openCode } from '../sealed-code.ts';

const detailed = delivery
  .extend({
    proofCode: z.string().nullable().meta({ description: 'For the recipient; the driver never sees it' }),
    assignment: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'Why this driver; for the office' }),
    allowedActions: z.array(z.string()).meta({ description: 'What you may do with it now' }),
  })
  .meta({ id: 'DeliveryDetails' });

export const getDelivery = defineRoute({
  operation: 'deliveries.getDelivery',
  method: 'GET',
  path: '/v1/deliveries/{id}',
  summary: 'One delivery, with what you may do with it',
  permission: 'delivery:read',
  params: idParams,
  query: z.strictObject({}),
  response: detailed,
  async handler({ ctx, sql, params, actor, scope }) {
    const row = await findDelivery(sql, params.id, { actor, scope });
    if (!row) throw platformErrors.not_found(`There is no delivery ${params.id} that you may see.`);
    const forDriver = scope === 'own' && row.customerId !== actor.partyId;
    const body = {
      ...showDelivery(row),
      proofCode: forDriver ? null : await openCode(ctx, row),
      assignment: scope === 'all' || scope === 'region' ? row.assignment : null,
      allowedActions: actionsFrom(deliveryLifecycle, row.state).filter((name) =>
        actionScope(deliveryLifecycle, name, actor),
      ),
    };
    return new Answer(body, { etag: versionTag(row.version) });
  },
});
