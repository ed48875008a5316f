import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { compose } from '../../../platform/mail/compose.ts';
import { sendMail } from '../../../platform/mail/send-mail.ts';
import { accountsConfig } from '../config.ts';
import { linkAddress } from '../mails/link-address.ts';
import { wordsOf } from '../mails/words.ts';
import { findInvitation, setInvitationToken } from '../queries/invitations.ts';
import { stateOf } from '../rules/show.ts';
import { hashToken, tokenOf } from '../rules/secret-token.ts';

export const sendInvitation = defineJob({
  name: 'accounts.sendInvitation',
  meaning: 'Sends an invitation by mail',
  payload: z.strictObject({ invitationId: z.uuid() }),
  maxAttempts: 12,
  async run({ payload: { invitationId }, ctx }) {
    const invitation = await findInvitation(ctx.db.sql, invitationId);
    if (!invitation?.mail || stateOf(invitation, ctx.clock.now()) !== 'open') return;
    const token = tokenOf(ctx.rng.bytes(32));
    await setInvitationToken(ctx.db.sql, invitation.id, hashToken(token));
    const { words, language } = wordsOf(invitation.language);
    const facts = {
      name: invitation.name ?? '',
      url: linkAddress(ctx, 'invitation', token),
      lasts: words.lasting(ctx.config.get(accountsConfig).invitationTtlSeconds),
    };
    await sendMail(ctx, { to: invitation.mail, ...compose(words.invitation(facts), language) });
  },
});
