import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { archivePlace as archive } from '../actions/archivePlace.ts';
import { showPlace } from '../rules/show.ts';
import { place } from '../schema.ts';

export const archivePlace = defineRoute({
  operation: 'places.archivePlace',
  method: 'POST',
  path: '/v1/places/{id}/actions/archive',
  summary: 'Archive a place: hidden from lists, kept where it is named',
  permission: 'place:write',
  params: idParams,
  response: place,
  problems: ['precondition_failed'],
  async handler({ ctx, tx, params, actor, scope, ifVersion }) {
    const row = await archive(tx, { id: params.id, ifVersion }, { actor, scope }, ctx);
    return new Answer(showPlace(row), { etag: versionTag(row.version) });
  },
});
