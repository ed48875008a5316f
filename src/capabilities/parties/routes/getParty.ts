import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findParty } from '../queries/parties.ts';
import { showParty } from '../rules/show.ts';
import { party } from '../schema.ts';

export const getParty = defineRoute({
  operation: 'parties.getParty',
  method: 'GET',
  path: '/v1/parties/{id}',
  summary: 'One person or company',
  permission: 'party:read',
  params: idParams,
  response: party,
  async handler({ sql, params, actor, scope }) {
    const row = await findParty(sql, params.id, { actor, scope });
    if (!row) throw platformErrors.not_found(`There is no party ${params.id} that you may see.`);
    return new Answer(showParty(row, scope), { etag: versionTag(row.version) });
  },
});
