import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { documentsErrors } from '../errors.ts';
import { dataType } from '../schema.ts';
import { findUpload } from '../queries/uploads.ts';
import { refOf } from '../file-ref.ts';
import { sendFile } from '../send-file.ts';

export const getUploadContent = defineRoute({
  operation: 'documents.getUploadContent',
  method: 'GET',
  path: '/v1/uploads/{id}/content',
  summary: 'The file itself',
  description: 'Always as a download: a file that somebody sent is never shown inside a page of ours.',
  permission: 'upload:read',
  params: idParams,
  produces: 'application/octet-stream',
  problems: ['upload_incomplete'],
  async handler({ ctx, sql, params, actor, scope, reply }) {
    const row = await findUpload(sql, params.id, { actor, scope });
    if (!row || row.contentType === dataType)
      throw platformErrors.not_found(`There is no upload ${params.id} that you may see.`);
    const file = refOf(row);
    if (!file)
      throw documentsErrors.upload_incomplete(`${row.receivedBytes} of ${row.sizeBytes} bytes have arrived.`);
    await sendFile(ctx, reply, file);
  },
});
