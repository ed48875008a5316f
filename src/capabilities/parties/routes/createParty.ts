import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createParty as create } from '../actions/createParty.ts';
import { showParty } from '../rules/show.ts';
import { newParty, party } from '../schema.ts';

export const createParty = defineRoute({
  operation: 'parties.createParty',
  method: 'POST',
  path: '/v1/parties',
  summary: 'Add a person or company',
  permission: 'party:write',
  body: newParty,
  response: party,
  status: 201,
  problems: ['party_exists'],
  async handler({ ctx, tx, body, actor, scope }) {
    if (scope !== 'all')
      throw platformErrors.forbidden('Adding parties is for those who may change all of them.');
    const created = await create(tx, body, actor, ctx);
    return new Answer(showParty(created, { actor, scope }), {
      location: `/v1/parties/${created.id}`,
      etag: versionTag(created.version),
    });
  },
});
