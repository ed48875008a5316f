import type { TestAnswer, TestServer } from '../../../roles/testing.ts';

export const goodPassword = 'seven umbrellas on a slope';

/** The token of the newest mail to somebody, out of its link. Waits until the job has sent one. */
export async function tokenMailed(server: TestServer, to: string, after = 0): Promise<string> {
  const mail = await mailTo(server, to, after);
  const token = /#token=([\w-]+)/.exec(mail.plain)?.[1];
  if (!token) throw new Error(`The mail "${mail.subject}" to ${to} holds no token`);
  return token;
}

export interface SeenMail {
  id: number;
  to: string;
  subject: string;
  plain: string;
  html: string;
}

export async function mailsTo(server: TestServer, to: string): Promise<SeenMail[]> {
  const { json } = await server.request('GET', '/dev/mail.json');
  return (json.items as SeenMail[]).filter((mail) => mail.to === to);
}

/** The newest mail to somebody with an id above `after`. */
export async function mailTo(server: TestServer, to: string, after = 0): Promise<SeenMail> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const [mail] = (await mailsTo(server, to)).filter(({ id }) => id > after);
    if (mail) return mail;
    if (performance.now() > deadline) throw new Error(`No mail came to ${to}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface TestUser {
  mail: string;
  password: string;
  userId: string;
  partyId: string;
  token: string;
  refreshToken: string;
}

let serial = 0;
export const newMail = (): string => `Person${++serial}.${process.pid}@Example.org`;

/** Signs somebody up through the front door. */
export async function signUpSomebody(server: TestServer, mail = newMail()): Promise<TestUser> {
  const body = { mail, password: goodPassword, name: 'Ada Example' };
  const { status } = await server.request('POST', '/v1/sign-ups', { body });
  if (status !== 202) throw new Error(`Signing up answered ${status}`);
  const token = await tokenMailed(server, mail);
  const verified = await server.request('POST', '/v1/mail-verifications', {
    body: { token, transport: 'body' },
  });
  return userOf(verified, mail);
}

export function userOf({ status, json, text }: TestAnswer, mail: string): TestUser {
  if (status >= 300) throw new Error(`Not logged in: ${status} ${text}`);
  return {
    mail,
    password: goodPassword,
    userId: json.user.id,
    partyId: json.user.partyId,
    token: json.accessToken,
    refreshToken: json.refreshToken,
  };
}

export const logIn = (
  server: TestServer,
  {
    mail,
    password = goodPassword,
    transport = 'body',
  }: { mail: string; password?: string; transport?: string },
): Promise<TestAnswer> => server.request('POST', '/v1/sessions', { body: { mail, password, transport } });

export const refresh = (server: TestServer, refreshToken: string): Promise<TestAnswer> =>
  server.request('POST', '/v1/sessions/refresh', { body: { refreshToken } });
