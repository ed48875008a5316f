import * as OTPAuth from 'otpauth';
import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';

const pages = ['verify', 'mail-change', 'invitation'] as const;

/**
 * One with a second factor, one who changes the mail address, and one who has just signed up.
 * @returns the part behind the address of the page that each mail leads to
 */
export async function invitePeople(
  baseUrl: string,
  admin: HttpClient,
  password: string,
): Promise<Record<'verify' | 'mail.change' | 'invitation.mail', string>> {
  const guest = new HttpClient({ baseUrl });
  const join = async (name: string, mail: string): Promise<HttpClient> => {
    const { link } = await call(admin, 'accounts.createInvitation', { body: { role: 'dispatcher', name } });
    const token = /token=([\w-]+)/.exec(link ?? '')?.[1] ?? '';
    const session = await call(guest, 'accounts.acceptInvitation', {
      body: { token, name, mail, password, transport: 'body' },
    });
    const accessToken = 'accessToken' in session ? session.accessToken : '';
    return new HttpClient({ baseUrl, token: () => accessToken });
  };
  const nora = await join('Nora Hoop', 'nora@example.test');
  const { id, secret } = await call(nora, 'accounts.startTotp', { body: {} });
  const code = new OTPAuth.TOTP({ secret }).generate();
  await call(nora, 'accounts.confirmTotp', { path: { id }, body: { code } });
  const leo = await join('Leo Oehri', 'leo@example.test');
  await call(leo, 'accounts.askMailChange', {
    body: { mail: 'leo.oehri@example.test', currentPassword: password },
  });
  await call(guest, 'accounts.signUp', {
    body: { name: 'Pia Wolf', mail: 'pia@example.test', password, language: 'en' },
  });
  const [verify = '', mailChange = '', invitation = ''] = await linksOfMails(baseUrl);
  return { verify, 'mail.change': mailChange, 'invitation.mail': invitation };
}

/** Out of the mails that were not sent, for there is no mail server. */
async function linksOfMails(baseUrl: string): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${baseUrl}/dev/mail.json`);
    const { items } = (await answer.json()) as { items: { plain: string }[] };
    const links = pages.map((page) => {
      const pattern = new RegExp(`/${page}(#token=[\\w-]+)`);
      return items.map(({ plain }) => pattern.exec(plain)?.[1]).find(Boolean) ?? '';
    });
    if (links.every(Boolean) || tries >= 40) return links;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
