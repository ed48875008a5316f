import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findPlace } from '../queries/places.ts';
import { showPlace } from '../rules/show.ts';
import { place } from '../schema.ts';

export const getPlace = defineRoute({
  operation: 'places.getPlace',
  method: 'GET',
  path: '/v1/places/{id}',
  summary: 'One place',
  permission: 'place:read',
  params: idParams,
  response: place,
  async handler({ sql, params, actor, scope }) {
    const row = await findPlace(sql, params.id, { actor, scope });
    if (!row) throw platformErrors.not_found(`There is no place ${params.id} that you may see.`);
    return new Answer(showPlace(row), { etag: versionTag(row.version) });
  },
});
