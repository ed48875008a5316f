import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { invitePeople } from './office-people.ts';
import { startInstance } from './instance-for-pictures.ts';

/** An instance with accounts and nothing else in it: where the first admin begins. */
export interface Office {
  baseUrl: string;
  /** As the admin. */
  office: HttpClient;
  found: Readonly<Record<string, string>>;
  /** Mail address and password of the admin. */
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
    await invitePeople(baseUrl, http, admin.password);
    await call(guest, 'accounts.askPasswordReset', { body: { mail: admin.mail } });
    const [reset, verify, mailChange, invitationByMail] = await linksOfMails(baseUrl, [
      'reset',
      'verify',
      'mail-change',
      'invitation',
    ]);
    return {
      baseUrl,
      office: http,
      admin,
      found: {
        invitation: hashOf(link ?? ''),
        setup: `#token=${setupToken}`,
        reset: reset ?? '',
        verify: verify ?? '',
        'mail.change': mailChange ?? '',
        'invitation.mail': invitationByMail ?? '',
      },
      close: () => instance.stop(),
    };
  } catch (error) {
    await instance.stop();
    throw error;
  }
}

const hashOf = (link: string): string => (URL.canParse(link) ? new URL(link).hash : '');

/** Out of the mails that were not sent, for there is no mail server: the part behind the page's address. */
async function linksOfMails(baseUrl: string, pages: readonly string[]): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${baseUrl}/dev/mail.json`);
    const { items } = (await answer.json()) as { items: { plain: string }[] };
    const links = pages.map((page) => {
      const pattern = new RegExp(`\\S+/${page}#token=[\\w-]+`);
      return hashOf(items.map(({ plain }) => pattern.exec(plain)?.[0]).find(Boolean) ?? '');
    });
    if (links.every(Boolean) || tries >= 40) return links;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
