import { defineConfig } from '../config/config.ts';
import { text, url } from '../config/settings.ts';

const smtp = {
  meaning:
    'Mail server, such as smtps://user:secret@mail.example.org; without one, mails are kept for the page /dev/mail',
  protocols: ['smtp:', 'smtps:'],
};

export const mailConfig = defineConfig('CARAVAN', {
  smtpUrl: url(smtp),
  plainSmtpUrl: url({ ...smtp, env: 'SMTP_URL', meaning: 'The same as CARAVAN_SMTP_URL, which wins' }),
  mailFrom: text({
    default: 'Caravan <caravan@localhost>',
    meaning: 'Whom mails come from',
  }),
});
