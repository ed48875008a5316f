import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { compose } from '../../../platform/mail/compose.ts';
import { sendMail } from '../../../platform/mail/send-mail.ts';
import { factorMail } from '../mails/factor-words.ts';
import { findUser } from '../queries/users.ts';
import { factorNotices } from '../rules/factor-notices.ts';

export const mailFactorNotice = defineJob({
  name: 'accounts.mailFactorNotice',
  meaning: 'Tells somebody by mail what happened to their second factors or linked sign-ins',
  payload: z.strictObject({ userId: z.uuid(), notice: z.enum(factorNotices) }),
  maxAttempts: 12,
  async run({ payload: { userId, notice }, ctx }) {
    const user = await findUser(ctx.db.sql, userId);
    if (!user) return;
    const { words, language } = factorMail(notice, user);
    await sendMail(ctx, { to: user.mail, ...compose(words, language) });
  },
});
