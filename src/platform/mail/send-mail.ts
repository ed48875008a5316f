import type { Transporter } from 'nodemailer';
import type { Context } from '../context.ts';
import { mailConfig } from './mail-config.ts';
import { dropOldUnsentMails, insertUnsentMail } from './queries/unsent-mails.ts';

export interface Mail {
  /** One address. */
  to: string;
  subject: string;
  plain: string;
  html: string;
}

type Ports = Pick<Context, 'config' | 'db' | 'clock'>;

const keptUnsent = 500;
const timeoutMs = 15_000;
const transports = new WeakMap<Context['db'], Transporter>();

/** The mail server's address; undefined when mails are kept for the page instead. */
export function smtpUrlOf({ config }: Pick<Context, 'config'>): string | undefined {
  const { smtpUrl, plainSmtpUrl } = config.get(mailConfig);
  return smtpUrl ?? plainSmtpUrl;
}

/**
 * Hands one mail to the mail server, or keeps it for `/dev/mail`. Call it from a job: it takes as long as the server.
 * @throws Error when the server does not take it; the job then tries again
 */
export async function sendMail(ctx: Ports, { to, subject, plain, html }: Mail): Promise<void> {
  const url = smtpUrlOf(ctx);
  if (url === undefined) {
    await insertUnsentMail(ctx.db.sql, { recipient: to, subject, plain, html, madeAt: ctx.clock.now() });
    await dropOldUnsentMails(ctx.db.sql, keptUnsent);
    return;
  }
  let transport = transports.get(ctx.db);
  if (!transport) {
    const { createTransport } = await import('nodemailer');
    const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
    transport = createTransport({ url, ...timeouts }, { from: ctx.config.get(mailConfig).mailFrom });
    transports.set(ctx.db, transport);
  }
  await transport.sendMail({
    // An object is one address; a text could be read as several.
    to: { name: '', address: to },
    subject,
    text: plain,
    html,
    headers: { 'auto-submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
