import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { invite } from '../actions/invite.ts';
import { linkAddress } from '../mails/link-address.ts';
import { showInvitation } from '../rules/show.ts';
import { invitation, newInvitation } from '../schema.ts';

export const createInvitation = defineRoute({
  operation: 'accounts.createInvitation',
  method: 'POST',
  path: '/v1/invitations',
  summary: 'Invite somebody, by mail or by a link to hand over',
  description:
    'With `partyId` the new user will be that person: invite a driver with the id of the driver. With `companyId` they will belong to that company.',
  permission: 'invitation:write',
  secretAnswer: true,
  body: newInvitation,
  response: invitation,
  status: 201,
  problems: [
    'forbidden',
    'not_found',
    'party_archived',
    'party_kind_wrong',
    'beyond_own_rights',
    'mail_taken',
  ],
  async handler({ ctx, tx, actor, body }) {
    const { row, token } = await invite(tx, ctx, body, actor);
    const link = token === undefined ? {} : { link: linkAddress(ctx, 'invitation', token) };
    return new Answer(
      { ...showInvitation(row, ctx.clock.now()), ...link },
      { location: `/v1/invitations/${row.id}`, headers: { 'cache-control': 'no-store' } },
    );
  },
});
