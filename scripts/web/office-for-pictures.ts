import { invitePeople } from './office-people.ts';
import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { startInstance, type Instance } from './instance-for-pictures.ts';

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
    const setupToken = await setupTokenOf(instance);
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
    const userId = await hireBen(guest, http);
    await call(guest, 'accounts.askPasswordReset', { body: { mail: admin.mail } });
    return {
      baseUrl,
      admin,
      office: http,
      found: {
        ...(await invitePeople(baseUrl, http, admin.password)),
        invitation: hashOf(link ?? ''),
        setup: `#token=${setupToken}`,
        user: userId,
        reset: await resetLink(baseUrl),
      },
      close: () => instance.stop(),
    };
  } catch (error) {
    await instance.stop();
    throw error;
  }
}

/** It is printed a moment after the server is ready. */
async function setupTokenOf(instance: Instance): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const [, token] = /setup#token=([\w-]+)/.exec(instance.printed()) ?? [];
    if (token) return token;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The program printed no link for its first admin.');
}

/** Somebody with two roles, one of them made here. */
async function hireBen(guest: HttpClient, http: HttpClient): Promise<string> {
  const { permissions } = (await call(http, 'accounts.listRoles')).items.find(
    ({ name }) => name === 'dispatcher',
  )!;
  const { 'rate:manage': _, ...held } = permissions;
  await call(http, 'accounts.createRole', {
    body: { name: 'night-desk', title: 'Night desk', permissions: { ...held, 'delivery:read': 'region' } },
  });
  const { link } = await call(http, 'accounts.createInvitation', {
    body: { role: 'customer', name: 'Ben Kaiser' },
  });
  await call(guest, 'accounts.acceptInvitation', {
    body: {
      token: hashOf(link ?? '').replace('#token=', ''),
      mail: 'ben@example.test',
      name: 'Ben Kaiser',
      password: admin.password,
      transport: 'body',
    },
  });
  const { items } = await call(http, 'accounts.listUsers', { query: { q: 'Ben' } });
  const id = items[0]?.id ?? '';
  await call(http, 'accounts.putGrants', { path: { id }, body: { roles: ['customer', 'night-desk'] } });
  return id;
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
