import { z } from 'zod';
import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeUser } from '../actions/changeUser.ts';
import { ownUser } from '../own-user.ts';
import { showMe } from '../rules/show.ts';
import { language, me, personName } from '../schema.ts';

export const changeMe = defineRoute({
  operation: 'accounts.changeMe',
  method: 'PATCH',
  path: '/v1/me',
  summary: 'Change one’s own name or language',
  permission: 'me:write',
  body: z.strictObject({ name: personName.optional(), language: language.optional() }),
  response: me,
  problems: ['not_found', 'precondition_failed', 'party_archived'],
  async handler({ ctx, tx, actor, body, ifVersion }) {
    await ownUser(tx, actor);
    await changeUser(tx, ctx, { id: actor.id, patch: body, ifVersion }, actor);
    const user = await ownUser(tx, actor);
    return new Answer(showMe(user, actor.grants), { etag: versionTag(user.version) });
  },
});
