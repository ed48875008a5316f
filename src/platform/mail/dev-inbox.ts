import type { FastifyRequest } from 'fastify';
import { platformErrors } from '../errors/platform-errors.ts';
import type { HttpPlugin } from '../http/route.ts';
import { addressesIn, THIS_MACHINE } from '../limits/exempt.ts';
import { escapeHtml } from './compose.ts';
import { listUnsentMails, type UnsentMail } from './queries/unsent-mails.ts';
import { smtpUrlOf } from './send-mail.ts';

const shown = 50;
const ownHosts = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
const isThisMachine = addressesIn(THIS_MACHINE);

export interface DevInboxOptions {
  /** For everyone, as in demo mode; otherwise only for a browser on the same machine. */
  open: boolean;
}

/**
 * `/dev/mail`: what would have been sent if a mail server were set, with links that can be followed. Who reads it can
 * take over accounts, so it is for this machine alone, and is not there at all when a mail server is set.
 */
export const devInbox =
  ({ open }: DevInboxOptions): HttpPlugin =>
  (app, ctx) => {
    if (smtpUrlOf(ctx) !== undefined) return;
    const read = async (request: FastifyRequest): Promise<UnsentMail[]> => {
      if (!open && !isLocal(request))
        throw platformErrors.not_found(
          'Unsent mails are shown on the machine itself only. Set CARAVAN_SMTP_URL.',
        );
      return listUnsentMails(ctx.db.sql, shown);
    };
    app.get('/dev/mail', { config: { operation: 'platform.devInbox' } }, async (request, reply) => {
      const mails = await read(request);
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page(mails));
    });
    app.get('/dev/mail.json', { config: { operation: 'platform.devInboxJson' } }, async (request, reply) => {
      const items = (await read(request)).map(({ recipient, madeAt, id, subject, plain, html }) => ({
        id,
        to: recipient,
        subject,
        plain,
        html,
        madeAt: madeAt.toISOString(),
      }));
      return reply.header('cache-control', 'no-store').send({ items });
    });
  };

/** The connection itself is local, nobody passes it on for another, and no other site's name stands for this machine. */
function isLocal(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const forwarded = headers.forwarded ?? headers['x-forwarded-for'] ?? headers['x-real-ip'] ?? headers.via;
  return isThisMachine(address) && forwarded === undefined && ownHosts.test(headers.host ?? '');
}

function page(mails: readonly UnsentMail[]): string {
  const items = mails.map(
    ({ recipient, subject, plain, madeAt }) => `<article><h2>${escapeHtml(subject)}</h2>
<p>To ${escapeHtml(recipient)}, ${madeAt.toISOString()}</p>
<pre>${linked(plain)}</pre></article>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Unsent mails · Caravan</title>
<h1>Unsent mails</h1>
<p>No mail server is set (CARAVAN_SMTP_URL), so these ${mails.length} were kept instead of sent. The newest is first.</p>
${items.join('\n')}</html>`;
}

/** Addresses of the web become links; all else stays text. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) =>
      index % 2 === 1 ? `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>` : escapeHtml(part),
    )
    .join('');
}
