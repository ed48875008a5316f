import { invitePeople } from './office-people.ts';
import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { startInstance } from './instance-for-pictures.ts';

/** An instance with accounts and nothing else in it: where the first admin begins. */
export interface Office {
  baseUrl: string;
  /** As the admin. */
  office: HttpClient;
  found: Readonly<Record<string, string>>;
  /** Mail address and password of the admin, and of a person with a second factor. */
  admin: { mail: string; password: string };
  close(): Promise<void>;
}

const admin = { mail: 'alma@example.test', password: 'four calm words here' };

export async function openOffice(): Promise<Office> {
  const instance = await startInstance({ args: ['--empty'] }, async (baseUrl) => {
    const { ok } = await fetch(`${baseUrl}/health/ready`);
    return ok;
  });
  const { baseUrl } = instance;
  try {
    const guest = new HttpClient({ baseUrl });
    const setupToken = /setup#token=([\w-]+)/.exec(instance.printed())?.[1] ?? '';
    const session = await call(guest, 'accounts.setUp', {
      body: { ...admin, name: 'Alma Frick', language: 'en', token: setupToken, transport: 'body' },
    });
    const token = 'accessToken' in session ? session.accessToken : '';
    const http = new HttpClient({ baseUrl, token: () => token });
    const { link } = await call(http, 'accounts.createInvitation', {
      body: { role: 'dispatcher', name: 'Ada Beck' },
    });
    await call(http, 'accounts.createInvitation', { body: { role: 'driver', mail: 'lena@example.test' } });
    await call(http, 'accounts.createApiKey', {
      body: { name: 'Web shop', permissions: { 'delivery:create': 'all', 'delivery:read': 'all' } },
    });
    await call(guest, 'accounts.askPasswordReset', { body: { mail: admin.mail } });
    return {
      baseUrl,
      admin,
      office: http,
      found: {
        ...(await invitePeople(baseUrl, http, admin.password)),
        invitation: hashOf(link ?? ''),
        setup: `#token=${setupToken}`,
        reset: await resetLink(baseUrl),
      },
      close: () => instance.stop(),
    };
  } catch (error) {
    await instance.stop();
    throw error;
  }
}

const hashOf = (link: string): string => (URL.canParse(link) ? new URL(link).hash : '');

/** Out of the mails that were not sent, for there is no mail server. */
async function resetLink(baseUrl: string): Promise<string> {
  for (let tries = 0; tries < 30; tries++) {
    const answer = await fetch(`${baseUrl}/dev/mail.json`);
    const { items } = (await answer.json()) as { items: { plain: string }[] };
    const link = items.map(({ plain }) => /\S+\/reset#token=[\w-]+/.exec(plain)?.[0]).find(Boolean);
    if (link) return hashOf(link);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return '';
}
