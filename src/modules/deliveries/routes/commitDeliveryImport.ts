import { z } from 'zod';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { commitImport } from '../actions/commitImport.ts';
import { deliveryImport, showImport } from '../rules/show-import.ts';

export const commitDeliveryImport = defineRoute({
  operation: 'deliveries.commitDeliveryImport',
  method: 'POST',
  path: '/v1/delivery-imports/{id}/actions/commit',
  summary: 'Order what a checked file asks for; a job does it',
  permission: 'delivery:import',
  params: idParams,
  body: z.strictObject({
    skipWrongLines: z.boolean().optional().meta({ description: 'True leaves wrong lines out' }),
  }),
  response: deliveryImport,
  status: 202,
  problems: ['import_has_wrong_lines', 'import_not_ready'],
  async handler({ ctx, tx, params, body, actor, scope }) {
    const { skipWrongLines = false } = body;
    return showImport(await commitImport(tx, { id: params.id, skipWrongLines, actor, scope }, ctx));
  },
});
