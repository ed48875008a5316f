import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { findDelivery } from '../queries/deliveries.ts';
import { listProofs as list } from '../queries/proofs.ts';
import { showProof } from '../rules/show.ts';
import { proof } from '../schema.ts';

export const listProofs = defineRoute({
  operation: 'deliveries.listProofs',
  method: 'GET',
  path: '/v1/deliveries/{id}/proofs',
  summary: 'The proofs of a delivery, of every try',
  permission: 'delivery:read',
  params: idParams,
  response: z.strictObject({ items: z.array(proof) }),
  async handler({ sql, params, actor, scope }) {
    const found = await findDelivery(sql, params.id, { actor, scope });
    if (!found) throw platformErrors.not_found(`There is no delivery ${params.id} that you may see.`);
    return { items: (await list(sql, params.id)).map(showProof) };
  },
});
