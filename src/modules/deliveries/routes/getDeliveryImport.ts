import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { findImport } from '../queries/imports.ts';
import { deliveryImport, showImport } from '../rules/show-import.ts';

export const getDeliveryImport = defineRoute({
  operation: 'deliveries.getDeliveryImport',
  method: 'GET',
  path: '/v1/delivery-imports/{id}',
  summary: 'How far an import is, and its result',
  permission: 'delivery:import',
  params: idParams,
  query: z.strictObject({}),
  response: deliveryImport,
  async handler({ sql, params, actor, scope }) {
    const found = await findImport(sql, params.id, { actor, scope });
    if (!found) throw platformErrors.not_found(`There is no import ${params.id} that you may see.`);
    return showImport(found);
  },
});
