import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { linkNotValid } from '../link-not-valid.ts';
import { findInvitationByToken } from '../queries/invitations.ts';
import { hashToken } from '../rules/secret-token.ts';
import { stateOf } from '../rules/show.ts';
import { linkToken, openInvitation } from '../schema.ts';

export const getOpenInvitation = defineRoute({
  operation: 'accounts.getOpenInvitation',
  method: 'GET',
  path: '/v1/invitations/open/{token}',
  summary: 'What one is invited to: public, the token is the proof',
  permission: PUBLIC,
  ownAuthorization: true,
  params: z.strictObject({ token: linkToken }),
  response: openInvitation,
  problems: ['link_not_valid'],
  async handler({ ctx, sql, params }) {
    const row = await findInvitationByToken(sql, hashToken(params.token));
    if (!row || stateOf(row, ctx.clock.now()) !== 'open') throw linkNotValid();
    const { role, mail, name } = row;
    return { role, mail, name, expiresAt: row.expiresAt.toISOString() };
  },
});
