import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changePlace as change } from '../actions/changePlace.ts';
import { showPlace } from '../rules/show.ts';
import { place, placePatch } from '../schema.ts';

export const changePlace = defineRoute({
  operation: 'places.changePlace',
  method: 'PATCH',
  path: '/v1/places/{id}',
  summary: 'Change or move a place; null clears a field',
  permission: 'place:write',
  params: idParams,
  body: placePatch,
  response: place,
  problems: ['precondition_failed', 'place_archived', 'place_exists'],
  async handler({ ctx, tx, params, body, actor, scope, ifVersion }) {
    const row = await change(tx, { id: params.id, patch: body, ifVersion }, { actor, scope }, ctx);
    return new Answer(showPlace(row), { etag: versionTag(row.version) });
  },
});
