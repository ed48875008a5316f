import * as OTPAuth from 'otpauth';
import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';

/** One with a second factor, one who changes the mail address, and one who has just signed up. */
export async function invitePeople(baseUrl: string, admin: HttpClient, password: string): Promise<void> {
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
}
