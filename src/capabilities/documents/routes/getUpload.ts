import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { documentsConfig } from '../config.ts';
import { findUpload } from '../queries/uploads.ts';
import { offsetHeaders, showUpload } from '../rules/show.ts';
import { upload } from '../schema.ts';

export const getUpload = defineRoute({
  operation: 'documents.getUpload',
  method: 'GET',
  path: '/v1/uploads/{id}',
  summary: 'How far an upload is; HEAD gives it in the headers Upload-Offset and Upload-Length',
  permission: 'upload:read',
  params: idParams,
  response: upload,
  async handler({ ctx, sql, params, actor, scope }) {
    const row = await findUpload(sql, params.id, { actor, scope });
    if (!row) throw platformErrors.not_found(`There is no upload ${params.id} that you may see.`);
    return new Answer(showUpload(row, ctx.config.get(documentsConfig)), { headers: offsetHeaders(row) });
  },
});
