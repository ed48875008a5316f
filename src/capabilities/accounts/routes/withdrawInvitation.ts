import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { accountsErrors } from '../errors.ts';
import { accountsEvents } from '../events.ts';
import { lockInvitation, updateInvitation } from '../queries/invitations.ts';

export const withdrawInvitation = defineRoute({
  operation: 'accounts.withdrawInvitation',
  method: 'DELETE',
  path: '/v1/invitations/{id}',
  summary: 'Take an invitation back; its link is worth nothing from then on',
  permission: 'invitation:write',
  params: idParams,
  problems: ['not_found', 'invitation_over'],
  async handler({ ctx, tx, params: { id }, actor }) {
    const row = await lockInvitation(tx, { id });
    if (!row) throw platformErrors.not_found(`There is no invitation ${id}.`);
    if (row.acceptedAt) throw accountsErrors.invitation_over('It was accepted; deactivate the user instead.');
    if (row.withdrawnAt) return;
    const version = row.version + 1;
    await updateInvitation(tx, id, { withdrawnAt: ctx.clock.now(), version });
    const event = {
      event: accountsEvents.invitationWithdrawn,
      subject: { entity: 'invitation', id },
      sequence: version,
      actor,
      payload: {},
    };
    tx.withCommit(insertEvents(tx, [event], ctx));
  },
});
