import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { startUpload as start } from '../actions/startUpload.ts';
import { documentsConfig } from '../config.ts';
import { offsetHeaders, showUpload } from '../rules/show.ts';
import { newUpload, upload } from '../schema.ts';

export const startUpload = defineRoute({
  operation: 'documents.startUpload',
  method: 'POST',
  path: '/v1/uploads',
  summary: 'Announce a file; its bytes follow in parts',
  description:
    'Then send the bytes with PATCH, in as many parts as the network allows. After a break ask with HEAD or GET how many bytes have arrived, and go on from there.',
  permission: 'upload:create',
  body: newUpload,
  response: upload,
  status: 201,
  problems: ['upload_too_large', 'upload_exists'],
  async handler({ ctx, tx, body, actor }) {
    const row = await start(tx, body, actor, ctx);
    return new Answer(showUpload(row, ctx.config.get(documentsConfig)), {
      location: `/v1/uploads/${row.id}`,
      headers: offsetHeaders(row),
    });
  },
});
