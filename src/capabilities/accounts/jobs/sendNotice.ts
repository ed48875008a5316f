import { z } from 'zod';
import { defineJob } from '../../../platform/jobs/job.ts';
import { compose } from '../../../platform/mail/compose.ts';
import { sendMail } from '../../../platform/mail/send-mail.ts';
import { wordsOf } from '../mails/words.ts';

export const sendNotice = defineJob({
  name: 'accounts.sendNotice',
  meaning: 'Tells somebody by mail what happened to their account',
  payload: z.strictObject({
    notice: z.enum(['passwordChanged', 'mailChanged']),
    mail: z.string(),
    name: z.string(),
    language: z.string(),
  }),
  maxAttempts: 12,
  async run({ payload: { notice, mail, name, language: wanted }, ctx }) {
    const { words, language } = wordsOf(wanted);
    await sendMail(ctx, { to: mail, ...compose(words[notice]({ name }), language) });
  },
});
