import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { compose } from '../compose.ts';
import { sendMail } from '../send-mail.ts';

const stops: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** A mail server that keeps what it gets; the first `refuse` mails it does not take. */
async function startSmtp({ refuse = 0 } = {}) {
  const received: { to: string[]; text: string }[] = [];
  let refused = 0;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (refused++ < refuse) return done(Object.assign(new Error('Busy'), { responseCode: 451 }));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, text: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
  stops.push(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
  const { port } = smtp.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, received };
}

test('a mail goes to the mail server, is tried again when it is refused, and is not shown on the page', async () => {
  const { url, received } = await startSmtp({ refuse: 1 });
  const server = await startTestServer({
    roles: ['api', 'worker'],
    settings: { CARAVAN_SMTP_URL: url, CARAVAN_MAIL_FROM: 'Depot <depot@example.org>' },
  });
  stops.push(() => server.stop());
  const body = { mail: 'ada@example.org', password: 'seven umbrellas on a slope', name: 'Ada' };
  expect((await server.request('POST', '/v1/sign-ups', { body })).status).toBe(202);
  await expect.poll(() => received.length, { timeout: 30_000 }).toBe(1);
  expect(received[0]?.to).toEqual(['ada@example.org']);
  expect(received[0]?.text).toMatch(/From: Depot <depot@example\.org>/);
  expect(received[0]?.text).toContain('text/plain');
  expect(received[0]?.text).toContain('text/html');
  expect((await server.request('GET', '/dev/mail')).status).toBe(404);
});

test('an address is one address, whatever it looks like', async () => {
  const { url, received } = await startSmtp();
  const server = await startTestServer({ settings: { SMTP_URL: url } });
  stops.push(() => server.stop());
  const words = { subject: 'Hello\r\nBcc: eve@example.org', plain: 'x', html: '<p>x</p>' };
  await sendMail(server.ctx, { to: 'a@example.org', ...words });
  expect(received[0]?.to).toEqual(['a@example.org']);
  expect(received[0]?.text).not.toMatch(/^Bcc:/m);
});

test('without a mail server mails are kept and shown on the machine itself, escaped and with links', async () => {
  const server = await startTestServer();
  stops.push(() => server.stop());
  const { ctx } = server;
  const made = compose(
    {
      subject: '<script>alert(1)</script>',
      greeting: 'Hello "A" & <b>B</b>,',
      lines: [],
      action: { label: 'Go', url: 'http://localhost:3000/app/verify#token=abc' },
      small: [],
    },
    'en',
  );
  expect(made.html).not.toContain('<script>');
  await sendMail(ctx, { to: 'x@example.org', ...made });
  const page = await server.request('GET', '/dev/mail');
  expect(page.text).not.toContain('<script>');
  expect(page.text).toContain('<a href="http://localhost:3000/app/verify#token=abc">');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const through = await server.request('GET', '/dev/mail', { headers: { 'x-forwarded-for': '203.0.113.9' } });
  expect([through.status, through.json.code]).toEqual([404, 'not_found']);
  const { json } = await server.request('GET', '/dev/mail.json');
  expect(json.items).toMatchObject([{ to: 'x@example.org', subject: made.subject }]);
});
