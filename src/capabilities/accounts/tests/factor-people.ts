import { createHmac } from 'node:crypto';
import type { TestServer } from '../../../roles/testing.ts';
import { createUser } from '../actions/createUser.ts';
import { passwordsOf } from '../passwords.ts';

export const testPassword = 'a lighthouse under water';

export interface TestPerson {
  id: string;
  mail: string;
  partyId: string;
}

let count = 0;

/** Somebody who can log in, with a verified mail address. */
export async function makePerson(
  server: TestServer,
  role = 'customer',
  { withPassword = true } = {},
): Promise<TestPerson> {
  const mail = `person-${++count}-${role}@example.org`;
  const passwordHash = withPassword
    ? await passwordsOf(server.ctx).hash(testPassword, { name: 'Ada', mail })
    : null;
  const user = await server.ctx.db.transaction((tx) =>
    createUser(tx, server.ctx, {
      mail,
      mailVerified: true,
      name: 'Ada Lovelace',
      language: 'en',
      passwordHash,
      role,
      by: 'test',
    }),
  );
  return { id: user.id, mail, partyId: user.partyId };
}

/** The first step; `more` goes with the body. */
export const logIn = (
  server: TestServer,
  { mail }: Pick<TestPerson, 'mail'>,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) =>
  server.request('POST', '/v1/sessions', {
    body: { mail, password: testPassword, transport: 'body', ...more },
    headers,
  });

/** A code as any app reckons it (RFC 6238), written again here so that the product is not tested against itself. */
export function codeOf(secretBase32: string, atMs: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secretBase32, (letter) =>
    alphabet.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = digest[19]! & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Sets up an authenticator app; gives its secret and the recovery codes that came with it. */
export async function addTotp(
  server: TestServer,
  token: string,
): Promise<{ id: string; secret: string; recoveryCodes: string[] }> {
  const { json: setup } = await server.request('POST', '/v1/me/factors/totp', { token, body: {} });
  const { status, json } = await server.request('POST', `/v1/me/factors/totp/${setup.id}/confirmation`, {
    token,
    body: { code: codeOf(setup.secret, server.ctx.clock.nowMs()) },
  });
  if (status !== 200) throw new Error(`The app was not confirmed: ${JSON.stringify(json)}`);
  return { id: setup.id, secret: setup.secret, recoveryCodes: json.recoveryCodes ?? [] };
}

/** Somebody with an authenticator app, and their first session. */
export async function personWithTotp(server: TestServer, role = 'customer') {
  const person = await makePerson(server, role);
  const { json } = await logIn(server, person);
  return { person, token: json.accessToken as string, ...(await addTotp(server, json.accessToken)) };
}

export const answerFactor = (
  server: TestServer,
  challenge: string,
  proof: Record<string, unknown>,
  headers: Record<string, string> = {},
) => server.request('POST', '/v1/sessions/factor', { body: { challenge, ...proof }, headers });

/** Kinds and outcomes of the security events about a user, in order. */
export async function factorSecurity(server: TestServer, userId: string): Promise<string[]> {
  const rows = await server.database.sql<{ operation: string; outcome: string }[]>`
    select operation, outcome from audit.entries
    where kind = 'factor' and entity = 'user' and entity_id = ${userId} order by id`;
  return rows.map(({ operation, outcome }) => `${operation} ${outcome}`);
}
