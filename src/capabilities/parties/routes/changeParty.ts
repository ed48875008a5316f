import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeParty as change } from '../actions/changeParty.ts';
import { showParty } from '../rules/show.ts';
import { party, partyPatch } from '../schema.ts';

export const changeParty = defineRoute({
  operation: 'parties.changeParty',
  method: 'PATCH',
  path: '/v1/parties/{id}',
  summary: 'Change what is known of a person or company; null clears a field',
  permission: 'party:write',
  params: idParams,
  body: partyPatch,
  response: party,
  problems: ['precondition_failed', 'party_archived', 'party_exists'],
  async handler({ ctx, tx, params, body, actor, scope, ifVersion }) {
    const row = await change(tx, { id: params.id, patch: body, ifVersion }, { actor, scope }, ctx);
    return new Answer(showParty(row, { actor, scope }), { etag: versionTag(row.version) });
  },
});
