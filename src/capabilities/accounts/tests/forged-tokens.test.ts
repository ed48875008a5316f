import { createHmac, createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CompactEncrypt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { newId } from '../../../platform/ports/rng.ts';
import { startNodeBeside } from '../../../roles/testing-node.ts';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { rotateTokenKeys } from '../key-ring.ts';
import { openTokens } from '../tokens.ts';
import { logIn, signUpSomebody, type TestUser } from './people.ts';

let server: TestServer;
let user: TestUser;
let ours: { kid: string; privateKey: KeyObject; publicKey: KeyObject };
const forged = new Map<string, string>();

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Header and claims as they are given, signed with an Ed25519 key, ours unless told otherwise. */
function signed(header: unknown, claims: unknown, key: KeyObject = ours.privateKey): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}

beforeAll(async () => {
  server = await startTestServer({ roles: ['api', 'worker'] });
  user = await signUpSomebody(server);
  const key = await (await openTokens(server.ctx)).keys.signer(900);
  ours = { kid: key.id, privateKey: key.privateKey, publicKey: key.publicKey };
  await forgeAll();
});
afterAll(() => server.stop());

async function forgeAll(): Promise<void> {
  const [header = '', payload = '', signature = ''] = user.token.split('.');
  const good = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const head = { alg: 'EdDSA', kid: ours.kid, typ: 'at+jwt' };
  const nowSeconds = Math.floor(Date.now() / 1000);
  const stranger = generateKeyPairSync('ed25519');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { publicKey } = ours;
  const pem = publicKey.export({ format: 'pem', type: 'spki' });
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const hmac = (secret: string | Buffer) => {
    const input = `${encode({ ...head, alg: 'HS256' })}.${encode(good)}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const { sub: _sub, ...withoutSub } = good;
  const { sid: _sid, ...withoutSid } = good;
  const { exp: _exp, ...withoutExp } = good;
  const { iat: _iat, ...withoutIat } = good;
  const add = (name: string, token: string) => forged.set(name, token);
  const claims = (name: string, changed: object) => add(name, signed(head, { ...good, ...changed }));
  const headers = (name: string, changed: object) => add(name, signed({ ...head, ...changed }, good));
  const jwk = await exportJWK(stranger.publicKey);

  add('alg none, unsigned', `${encode({ ...head, alg: 'none' })}.${payload}.`);
  add('alg None in other letters', `${encode({ ...head, alg: 'nOnE' })}.${payload}.`);
  add('alg none with a signature', `${encode({ ...head, alg: 'none' })}.${payload}.${signature}`);
  add('alg missing', signed({ kid: ours.kid, typ: 'at+jwt' }, good));
  add('HS256 with the public key as PEM', hmac(pem));
  add('HS256 with the public key as bytes', hmac(raw));
  add('HS256 with an empty secret', hmac(''));
  add(
    'RS256 of another key',
    await new SignJWT(good).setProtectedHeader({ ...head, alg: 'RS256' }).sign(rsa.privateKey),
  );
  add(
    'ES256 of another key',
    await new SignJWT(good)
      .setProtectedHeader({ ...head, alg: 'ES256' })
      .sign((await generateKeyPair('ES256')).privateKey),
  );
  add('another Ed25519 key under our kid', signed(head, good, stranger.privateKey));
  add('kid unknown', signed({ ...head, kid: 'another' }, good));
  add('kid missing', signed({ alg: 'EdDSA', typ: 'at+jwt' }, good));
  headers('kid that walks through folders', { kid: '../../../../dev/null' });
  headers('kid with SQL', { kid: "x' union select 'a" });
  headers('kid named like a part of every object', { kid: '__proto__' });
  headers('kid as a list', { kid: [ours.kid] });
  add('own key embedded as jwk', signed({ ...head, jwk }, good, stranger.privateKey));
  add(
    'own key named by jku',
    signed({ ...head, jku: 'https://evil.example/jwks' }, good, stranger.privateKey),
  );
  add(
    'own key named by x5u',
    signed({ ...head, x5u: 'https://evil.example/key' }, good, stranger.privateKey),
  );
  headers('jwk beside our signature', { jwk });
  headers('crit with what nobody knows', { crit: ['cold'], cold: true });
  headers('crit empty', { crit: [] });
  headers('b64 false', { b64: false, crit: ['b64'] });
  headers('typ of an identity token', { typ: 'JWT' });
  add('typ missing', signed({ alg: 'EdDSA', kid: ours.kid }, good));
  claims('expired', { iat: nowSeconds - 1000, exp: nowSeconds - 1 });
  claims('expiry in words', { exp: 'tomorrow' });
  claims('not yet valid', { nbf: nowSeconds + 600 });
  claims('issued in the future', { iat: nowSeconds + 3600, exp: nowSeconds + 7200 });
  claims('another audience', { aud: 'another-api' });
  claims('several audiences', { aud: ['caravan-api', 'another-api'] });
  claims('another issuer', { iss: 'https://evil.example' });
  claims('a session of somebody else', { sub: newId(server.ctx) });
  claims('a session that never was', { sid: newId(server.ctx) });
  claims('a session in SQL', { sid: "' or true --" });
  claims('roles on top', { roles: ['admin'] });
  claims('a development claim on top', {
    dev: { party: null, companies: [], regions: [], roles: ['admin'] },
  });
  add('without sub', signed(head, withoutSub));
  add('without sid', signed(head, withoutSid));
  add('without exp', signed(head, withoutExp));
  add('without iat', signed(head, withoutIat));
  add(
    'claims changed under the signature',
    `${header}.${encode({ ...good, sid: newId(server.ctx) })}.${signature}`,
  );
  add('header changed under the signature', `${encode({ ...head, x: 1 })}.${payload}.${signature}`);
  add('one bit of the signature turned', `${header}.${payload}.${turned(signature)}`);
  add('signature cut short', `${header}.${payload}.${signature.slice(0, -8)}`);
  add('signature of zeros', `${header}.${payload}.${encode(Buffer.alloc(64).toString('latin1'))}`);
  add('without signature', `${header}.${payload}.`);
  add('two parts', `${header}.${payload}`);
  add('payload detached', `${header}..${signature}`);
  add('four parts', `${user.token}.${signature}`);
  add(
    'claims twice, the later ones win',
    signed(head, `{"sub":"${newId(server.ctx)}",${JSON.stringify(good).slice(1)}`, stranger.privateKey),
  );
  add('claims that are no object', signed(head, '[1,2,3]'));
  add('claims that are no JSON', signed(head, 'sub=admin'));
  add('header that is no JSON', `${encode('not json')}.${payload}.${signature}`);
  add('huge', signed(head, { ...good, more: 'x'.repeat(20_000) }).slice(0, 15_000));
  add(
    'encrypted instead of signed',
    await new CompactEncrypt(Buffer.from(JSON.stringify(good)))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: ours.kid, typ: 'at+jwt' })
      .encrypt(new Uint8Array(32)),
  );
  add('a refresh token', user.refreshToken);
  const demo = { party: null, companies: [], regions: [], roles: ['admin'] };
  add('a demo token outside demo mode', signed(head, { ...withoutSid, demo }));
  add(
    'a development token with a role that is no list',
    signed(head, { ...withoutSid, dev: { ...demo, roles: 'admin' } }),
  );
  const ended = (await logIn(server, user)).json;
  await server.request('POST', '/v1/sessions/logout', { body: { refreshToken: ended.refreshToken } });
  add('a session that has ended', ended.accessToken);
}

const turned = (text: string): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

test('the tool that forges can also make a good one', async () => {
  const [header = '', payload = ''] = user.token.split('.');
  const plain = (part: string) => Buffer.from(part, 'base64url').toString();
  const copy = signed(
    plain(header),
    plain(payload),
    createPrivateKey(ours.privateKey.export({ format: 'pem', type: 'pkcs8' })),
  );
  expect((await server.request('GET', '/v1/me', { token: copy })).status).toBe(200);
});

test('forged tokens are refused, each of them', async () => {
  expect(forged.size).toBeGreaterThanOrEqual(40);
  const answers = new Map<string, string>();
  for (const [name, token] of forged) {
    const { status, json } = await server.request('GET', '/v1/me', { token });
    answers.set(name, `${status} ${json?.code}`);
  }
  const let_in = [...answers].filter(([, answer]) => answer !== '401 not_authenticated');
  expect(let_in).toEqual([]);
  console.info(`${answers.size} kinds of forged tokens, all refused`);
});

test('a token stands in the Authorization header and nowhere else', async () => {
  const ask = (headers: Record<string, string>, query = '') =>
    server.request('GET', `/v1/me${query}`, { headers });
  expect((await ask({}, `?access_token=${user.token}`)).status).toBe(401);
  expect((await ask({ cookie: `token=${user.token}` })).status).toBe(401);
  expect((await ask({ authorization: `Basic ${user.token}` })).status).toBe(401);
  expect((await ask({ authorization: user.token })).status).toBe(401);
  expect((await ask({ authorization: `Bearer ${user.token}` })).status).toBe(200);
});

test('keys rotate: the new one is published before it signs, the old one verifies until its last token is over', async () => {
  const publishedIds = async () =>
    (await server.request('GET', '/.well-known/jwks.json')).json.keys.map(({ kid }: { kid: string }) => kid);
  expect(await publishedIds()).toEqual([ours.kid]);
  const fresh = await rotateTokenKeys(server.ctx, { now: true });
  expect(await rotateTokenKeys(server.ctx)).toBeUndefined();
  const { database } = server;
  const rows = await database.sql`
    select id, signs_from > now() as waits, expires_at is not null as retires from accounts.token_keys order by created_at`;
  expect(rows).toMatchObject([
    { id: ours.kid, retires: true },
    { id: fresh, waits: true, retires: false },
  ]);
  const other = await startNodeBeside(server);
  const { keys } = (await (await fetch(`${other.address}/.well-known/jwks.json`)).json()) as {
    keys: { kid: string }[];
  };
  expect(keys.map(({ kid }) => kid).sort()).toEqual([ours.kid, fresh].sort());
  const me = await fetch(`${other.address}/v1/me`, { headers: { authorization: `Bearer ${user.token}` } });
  expect(me.status).toBe(200);
  await other.stop();
  const sealed = await database.sql<{ privateKey: Buffer }[]>`select private_key from accounts.token_keys`;
  for (const { privateKey } of sealed) expect(privateKey.toString('latin1')).toMatch(/^v1\./);
});
