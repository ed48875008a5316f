import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { hasChromium, openPasskeyBrowser, type PasskeyBrowser } from './chromium-passkeys.ts';
import { addTotp, answerFactor, factorSecurity, logIn, makePerson } from './factor-people.ts';

const server = await startTestServer();
afterAll(() => server.stop());
if (!hasChromium)
  console.warn('Chromium is absent (apt-get install chromium): passkeys are not tried in a browser');

/** What the browser makes of the options for a new passkey, and what the server says to it. */
async function register(browser: PasskeyBrowser, token: string, name = 'Laptop') {
  const { json } = await server.request('POST', '/v1/me/factors/passkeys/options', { token, body: {} });
  const passkey = await browser.create(json.options);
  const body = { challenge: json.challenge as string, name, passkey };
  return { body, answer: await server.request('POST', '/v1/me/factors/passkeys', { token, body }) };
}

async function signInBody(browser: PasskeyBrowser) {
  const { json } = await server.request('POST', '/v1/sessions/passkey/options', { body: {} });
  return { challenge: json.challenge, passkey: (await browser.get(json.options)) as any, transport: 'body' };
}
const signIn = (body: object) => server.request('POST', '/v1/sessions/passkey', { body });

test('what nobody signed lets nobody in', async () => {
  const { json } = await server.request('POST', '/v1/sessions/passkey/options', { body: {} });
  expect([json.options.rpId, json.options.userVerification, json.options.allowCredentials]).toEqual([
    'localhost',
    'required',
    [],
  ]);
  const response = { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA', userHandle: 'AA' };
  const passkey = { id: 'AA', rawId: 'AA', type: 'public-key', clientExtensionResults: {}, response };
  const refused = await signIn({ challenge: json.challenge, passkey });
  expect([refused.status, refused.json.code]).toEqual([401, 'factor_refused']);
});

describe.skipIf(!hasChromium)('in Chromium, through its virtual authenticator', () => {
  let browser: PasskeyBrowser;
  beforeAll(async () => {
    browser = await openPasskeyBrowser(`http://localhost:${new URL(server.address).port}`);
  });
  afterAll(() => browser?.close());

  test('a passkey is registered, and is then the second step or all of a login', async () => {
    const authenticatorId = await browser.addAuthenticator();
    const person = await makePerson(server);
    const token = (await logIn(server, person)).json.accessToken;
    const { body, answer } = await register(browser, token);
    expect([answer.status, answer.json.factor.name]).toEqual([201, 'Laptop']);
    expect(answer.json.recoveryCodes.length).toBe(10);
    const again = await server.request('POST', '/v1/me/factors/passkeys', { token, body });
    expect(again.json.code).toBe('challenge_over');

    const asked = (await logIn(server, person)).json;
    expect([asked.state, asked.factors]).toEqual(['factorRequired', ['passkey', 'recovery_code']]);
    const offer = await server.request('POST', '/v1/sessions/factor/passkey-options', {
      body: { challenge: asked.challenge },
    });
    const passkey = await browser.get(offer.json.options);
    const answered = await answerFactor(server, asked.challenge, { passkey });
    expect([answered.status, answered.json.user.id]).toEqual([201, person.id]);
    const replayed = await answerFactor(server, asked.challenge, { passkey });
    expect(replayed.json.code).toBe('challenge_over');

    const alone = await signInBody(browser);
    const { status, json } = await signIn(alone);
    expect([status, json.user.mail]).toEqual([201, person.mail]);
    const { items } = (await server.request('GET', '/v1/sessions', { token: json.accessToken })).json;
    expect(items.find((one: { current: boolean }) => one.current).factors).toEqual(['passkey']);
    expect((await signIn(alone)).json.code).toBe('challenge_over');
    const stale = await signInBody(browser);
    const other = await signInBody(browser);
    expect((await signIn({ ...stale, challenge: other.challenge })).json.code).toBe('factor_refused');

    const { json: factors } = await server.request('GET', '/v1/me/factors', { token });
    expect(factors.passkeys[0].lastUsedAt).not.toBeNull();
    const [row] = await server.database.sql<{ counter: number }[]>`
      select counter from accounts.factor_passkeys where user_id = ${person.id}`;
    expect(row!.counter).toBeGreaterThan(1);
    expect((await factorSecurity(server, person.id)).slice(0, 1)).toEqual(['accounts.factorAdded success']);
    await browser.cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  });

  test('a copy that counts behind the original is refused', async () => {
    const authenticatorId = await browser.addAuthenticator();
    const person = await makePerson(server);
    await register(browser, (await logIn(server, person)).json.accessToken);
    const earlier = await signInBody(browser);
    const later = await signInBody(browser);
    expect((await signIn(later)).status).toBe(201);
    expect((await signIn(earlier)).json.code).toBe('factor_refused');
    await browser.cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  });

  test('what was signed for another origin, tampered with, or without asking the person is refused', async () => {
    const authenticatorId = await browser.addAuthenticator();
    const person = await makePerson(server);
    const token = (await logIn(server, person)).json.accessToken;
    await register(browser, token);
    const body = await signInBody(browser);
    const withClientData = (change: (data: any) => object) => {
      const { response } = body.passkey;
      const data = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString());
      const clientDataJSON = Buffer.from(JSON.stringify(change(data))).toString('base64url');
      return { ...body, passkey: { ...body.passkey, response: { ...response, clientDataJSON } } };
    };
    const other = withClientData((data) => ({ ...data, origin: 'https://localhost.example.org' }));
    expect((await signIn(other)).json.code).toBe('factor_refused');
    expect((await signIn(withClientData((data) => ({ ...data, crossOrigin: true })))).status).toBe(401);
    const stranger = Buffer.alloc(16, 7).toString('base64url');
    const handle = { ...body.passkey.response, userHandle: stranger };
    expect((await signIn({ ...body, passkey: { ...body.passkey, response: handle } })).status).toBe(401);
    expect((await signIn(body)).status).toBe(201);

    await browser.cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    const { json } = await server.request('POST', '/v1/sessions/passkey/options', { body: {} });
    const lax = { ...json.options, userVerification: 'discouraged' };
    const unverified = { challenge: json.challenge, passkey: await browser.get(lax), transport: 'body' };
    expect((await signIn(unverified)).json.code).toBe('factor_refused');
    await browser.cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  });

  test('a passkey is nobody else’s, and not taken in another’s login or setup', async () => {
    const authenticatorId = await browser.addAuthenticator();
    const [ada, bob] = [await makePerson(server), await makePerson(server)];
    const [adaToken, bobToken] = await Promise.all(
      [ada, bob].map(async (one) => (await logIn(server, one)).json.accessToken as string),
    );
    const { body } = await register(browser, adaToken!);
    const stolen = await server.request('POST', '/v1/me/factors/passkeys', { token: bobToken!, body });
    expect(stolen.status).toBe(401);
    await addTotp(server, bobToken!);
    const { challenge } = (await logIn(server, bob)).json;
    const offered = await server.request('POST', '/v1/sessions/factor/passkey-options', {
      body: { challenge },
    });
    expect(offered.json.options.allowCredentials).toEqual([]);
    const passkey = await browser.get(offered.json.options);
    expect((await answerFactor(server, challenge, { passkey })).json.code).toBe('factor_refused');
    await browser.cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  });

  test('who has nothing but a passkey keeps it, and shows it again before a change', async () => {
    const authenticatorId = await browser.addAuthenticator();
    const person = await makePerson(server);
    const { answer } = await register(browser, (await logIn(server, person)).json.accessToken);
    await server.database.sql`update accounts.users set password_hash = null where id = ${person.id}`;
    const { json } = await signIn(await signInBody(browser));
    const token = json.accessToken;
    await server.database.sql`
      update accounts.sessions set created_at = now() - interval '1 hour' where user_id = ${person.id}`;
    const remove = () => server.request('DELETE', `/v1/me/factors/${answer.json.factor.id}`, { token });
    expect((await remove()).json.methods).toEqual(['passkey', 'recovery_code']);
    const step = await server.request('POST', '/v1/me/confirmation/options', { token, body: {} });
    const passkey = await browser.get(step.json.options);
    const confirm = { challenge: step.json.challenge, passkey };
    expect((await server.request('POST', '/v1/me/confirmation', { token, body: confirm })).status).toBe(200);
    expect((await remove()).json.code).toBe('last_way_in');
    await browser.cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  });
});
