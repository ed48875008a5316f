import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createPlace as create } from '../actions/createPlace.ts';
import { showPlace } from '../rules/show.ts';
import { newPlace, place } from '../schema.ts';

export const createPlace = defineRoute({
  operation: 'places.createPlace',
  method: 'POST',
  path: '/v1/places',
  summary: 'Add a place: an address and its point',
  permission: 'place:write',
  body: newPlace,
  response: place,
  status: 201,
  problems: ['place_exists'],
  async handler({ ctx, tx, body, actor, scope }) {
    const created = await create(tx, body, { actor, scope }, ctx);
    return new Answer(showPlace(created), {
      location: `/v1/places/${created.id}`,
      etag: versionTag(created.version),
    });
  },
});
