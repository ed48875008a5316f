import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { archiveParty as archive } from '../actions/archiveParty.ts';
import { showParty } from '../rules/show.ts';
import { party } from '../schema.ts';

export const archiveParty = defineRoute({
  operation: 'parties.archiveParty',
  method: 'POST',
  path: '/v1/parties/{id}/actions/archive',
  summary: 'Archive a person or company: hidden from lists, kept where it is named',
  permission: 'party:write',
  params: idParams,
  response: party,
  problems: ['precondition_failed'],
  async handler({ ctx, tx, params, actor, scope, ifVersion }) {
    if (scope !== 'all') throw platformErrors.forbidden('Archiving is for those who may change all parties.');
    const row = await archive(tx, { id: params.id, ifVersion }, { actor, scope }, ctx);
    return new Answer(showParty(row, { actor, scope }), { etag: versionTag(row.version) });
  },
});
