import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { spool } from '../../../platform/files/spool.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { appendPart as append } from '../actions/appendPart.ts';
import { documentsConfig } from '../config.ts';
import { offsetHeaders, showUpload } from '../rules/show.ts';
import { upload } from '../schema.ts';

export const appendPart = defineRoute({
  operation: 'documents.appendPart',
  method: 'PATCH',
  path: '/v1/uploads/{id}',
  summary: 'Send the next part of a file',
  description:
    'The header Upload-Offset says where the part begins: at receivedBytes, or it is refused. A part counts whole or not at all, and once answered it is safely on disk. The last part is answered when type and checksum are right.',
  permission: 'upload:create',
  limit: { name: 'uploads', windowSeconds: 60, guest: 60, user: 600 },
  params: idParams,
  accepts: ['application/offset+octet-stream', 'application/octet-stream'],
  bodyLimit: Number.MAX_SAFE_INTEGER,
  transaction: false,
  audited: false,
  response: upload,
  problems: ['upload_offset_wrong', 'upload_expired', 'upload_too_large', 'upload_content_wrong'],
  async handler({ ctx, request, params, actor, scope }) {
    const header = request.headers['upload-offset'];
    if (typeof header !== 'string' || !/^\d{1,15}$/.test(header))
      throw platformErrors.invalid_request('The header Upload-Offset must say where the part begins.', {
        errors: [{ field: 'Upload-Offset', reason: 'must be a whole number' }],
      });
    const settings = ctx.config.get(documentsConfig);
    const body = (request.body ?? []) as AsyncIterable<Uint8Array>;
    await using part = await spool(body, settings.chunkLimitBytes);
    const row = await append(ctx, { id: params.id, offset: Number(header), part }, { actor, scope });
    return new Answer(showUpload(row, settings), { headers: offsetHeaders(row) });
  },
});
