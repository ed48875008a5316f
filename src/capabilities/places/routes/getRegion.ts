import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findRegion } from '../queries/regions.ts';
import { showRegion } from '../rules/show.ts';
import { region } from '../schema.ts';

export const getRegion = defineRoute({
  operation: 'places.getRegion',
  method: 'GET',
  path: '/v1/regions/{id}',
  summary: 'One region',
  permission: 'place:read',
  params: idParams,
  response: region,
  async handler({ sql, params }) {
    const row = await findRegion(sql, params.id);
    if (!row) throw platformErrors.not_found(`There is no region ${params.id}.`);
    return new Answer(showRegion(row), { etag: versionTag(row.version) });
  },
});
