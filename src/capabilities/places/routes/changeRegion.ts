import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeRegion as change } from '../actions/changeRegions.ts';
import { showRegion } from '../rules/show.ts';
import { region, regionPatch } from '../schema.ts';

export const changeRegion = defineRoute({
  operation: 'places.changeRegion',
  method: 'PATCH',
  path: '/v1/regions/{id}',
  summary: 'Rename a region or draw it anew',
  permission: 'region:write',
  params: idParams,
  body: regionPatch,
  response: region,
  problems: ['precondition_failed', 'region_exists', 'region_not_supported'],
  async handler({ ctx, tx, params, body, actor, ifVersion }) {
    const row = await change(tx, { id: params.id, patch: body, ifVersion }, actor, ctx);
    return new Answer(showRegion(row), { etag: versionTag(row.version) });
  },
});
