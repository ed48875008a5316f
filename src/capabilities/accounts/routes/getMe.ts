import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { ownUser } from '../own-user.ts';
import { showMe } from '../rules/show.ts';
import { me } from '../schema.ts';

export const getMe = defineRoute({
  operation: 'accounts.getMe',
  method: 'GET',
  path: '/v1/me',
  summary: 'One’s own account, and what one may do',
  permission: 'me:read',
  response: me,
  problems: ['not_found'],
  async handler({ sql, actor }) {
    const user = await ownUser(sql, actor);
    return new Answer(showMe(user, actor.grants));
  },
});
