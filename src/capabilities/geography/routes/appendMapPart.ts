import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { spool } from '../../../platform/files/spool.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { appendMapPart as append } from '../actions/appendMapPart.ts';
import { mapsOf } from '../actions/startMapImport.ts';
import { receivedBytes } from '../imports/map-import.ts';
import { beginImport } from '../imports/run-import.ts';
import { mapImport, showImport } from '../rules/show-import.ts';

const partLimitBytes = 8_388_608;

export const appendMapPart = defineRoute({
  operation: 'geography.appendMapPart',
  method: 'PATCH',
  path: '/v1/map-imports/{id}',
  summary: 'Send the next part of a map file, 8 MB at most',
  description:
    'The header Upload-Offset says where the part begins: at receivedBytes, or it is refused. A part counts whole or not at all. After the last one the map is made.',
  permission: 'map:manage',
  limit: { name: 'map-parts', windowSeconds: 60, guest: 60, user: 1200 },
  params: idParams,
  accepts: ['application/offset+octet-stream', 'application/octet-stream'],
  bodyLimit: Number.MAX_SAFE_INTEGER,
  transaction: false,
  audited: false,
  response: mapImport,
  problems: ['map_part_wrong', 'map_import_running', 'body_too_large'],
  async handler({ ctx, request, params: { id } }) {
    const header = request.headers['upload-offset'];
    if (typeof header !== 'string' || !/^\d{1,15}$/.test(header))
      throw platformErrors.invalid_request('The header Upload-Offset must say where the part begins.', {
        errors: [{ field: 'Upload-Offset', reason: 'must be a whole number' }],
      });
    await using part = await spool((request.body ?? []) as AsyncIterable<Uint8Array>, partLimitBytes);
    const maps = mapsOf(ctx);
    const one = await append(ctx, maps, { id, offset: Number(header), part });
    if (one.state === 'running') beginImport(ctx, maps, one);
    return showImport(one, await receivedBytes(maps, id));
  },
});
