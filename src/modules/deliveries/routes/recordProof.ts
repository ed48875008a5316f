import { z } from 'zod';
import { id, idParams, instant, latitude, longitude } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { recordProof as record } from '../actions/recordProof.ts';
import { showProof } from '../rules/show.ts';
import { proof, proofKind } from '../schema.ts';

export const newProof = z
  .strictObject({
    id: id.optional().meta({ description: 'Made by the device; sent twice, it is kept once' }),
    kind: proofKind,
    uploadId: id.optional().meta({ description: 'The signature or photo, uploaded before' }),
    text: z.string().trim().min(1).max(500).optional().meta({ description: 'The code or what was scanned' }),
    lat: latitude.optional(),
    lng: longitude.optional(),
    deviceTime: instant.optional(),
  })
  .refine(({ kind, uploadId }) => (kind !== 'signature' && kind !== 'photo') || uploadId, {
    path: ['uploadId'],
    message: 'is needed for a signature or photo',
  })
  .refine(({ kind, text }) => (kind !== 'code' && kind !== 'scan') || text, {
    path: ['text'],
    message: 'is needed for a code or scan',
  })
  .meta({ id: 'NewProof' });

export const recordProof = defineRoute({
  operation: 'deliveries.recordProof',
  method: 'POST',
  path: '/v1/deliveries/{id}/proofs',
  summary: 'Record a proof at the door',
  permission: 'delivery:drive',
  params: idParams,
  body: newProof,
  response: proof,
  status: 201,
  problems: ['illegal_transition', 'not_your_delivery', 'proof_code_wrong', 'upload_incomplete', 'id_taken'],
  async handler({ ctx, tx, params, body, actor, scope }) {
    return showProof(await record(tx, { deliveryId: params.id, proof: body, actor, scope }, ctx));
  },
});
