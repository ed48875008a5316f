import { z } from 'zod';
import { getFile, sendFile } from '../../../capabilities/documents/api.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { findDelivery } from '../queries/deliveries.ts';
import { findProof } from '../queries/proofs.ts';

export const getProofContent = defineRoute({
  operation: 'deliveries.getProofContent',
  method: 'GET',
  path: '/v1/deliveries/{id}/proofs/{proofId}/content',
  summary: 'The signature or photo of a proof, as a download',
  permission: 'delivery:read',
  params: z.strictObject({ id, proofId: id }),
  produces: 'application/octet-stream',
  async handler({ ctx, sql, params, actor, scope, reply }) {
    const delivery = await findDelivery(sql, params.id, { actor, scope });
    const proof = delivery && (await findProof(sql, params.proofId));
    const file =
      proof?.deliveryId === params.id && proof.uploadId ? await getFile(sql, proof.uploadId) : undefined;
    if (!file)
      throw platformErrors.not_found(`There is no such file of the delivery ${params.id} that you may see.`);
    await sendFile(ctx, reply, file);
  },
});
