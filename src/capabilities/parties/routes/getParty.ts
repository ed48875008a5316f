import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findParty } from '../queries/parties.ts';
import { showParty } from '../rules/show.ts';
import { party } from '../schema.ts';
import { openNotes } from '../sealed-notes.ts';

export const getParty = defineRoute({
  operation: 'parties.getParty',
  method: 'GET',
  path: '/v1/parties/{id}',
  summary: 'One person or company',
  permission: 'party:read',
  params: idParams,
  response: party,
  async handler({ ctx, sql, params, actor, scope }) {
    const row = await findParty(sql, params.id, { actor, scope });
    if (!row) throw platformErrors.not_found(`There is no party ${params.id} that you may see.`);
    const shown = showParty(await openNotes(ctx, row), { actor, scope });
    return new Answer(shown, { etag: versionTag(row.version) });
  },
});
