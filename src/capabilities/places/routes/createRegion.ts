import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createRegion as create } from '../actions/changeRegions.ts';
import { showRegion } from '../rules/show.ts';
import { newRegion, region } from '../schema.ts';

export const createRegion = defineRoute({
  operation: 'places.createRegion',
  method: 'POST',
  path: '/v1/regions',
  summary: 'Draw a region; the places in it belong to it, unless they are in a smaller one',
  permission: 'region:write',
  body: newRegion,
  response: region,
  status: 201,
  problems: ['region_exists', 'region_not_supported'],
  async handler({ ctx, tx, body, actor }) {
    const created = await create(tx, body, actor, ctx);
    return new Answer(showRegion(created), {
      location: `/v1/regions/${created.id}`,
      etag: versionTag(created.version),
    });
  },
});
