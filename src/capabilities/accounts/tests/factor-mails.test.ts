import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { openBrowser, startIndependentProvider } from './independent-provider.ts';
import { personWithTotp } from './factor-people.ts';

const provider = await startIndependentProvider('http://localhost:1/v1/oidc/sso/callback');
const server = await startTestServer({
  roles: ['api', 'worker'],
  settings: {
    CARAVAN_OIDC_ISSUER: provider.issuer,
    CARAVAN_OIDC_CLIENT_ID: 'caravan-test',
    CARAVAN_OIDC_NAME: 'House login',
  },
});
afterAll(async () => {
  await server.stop();
  await provider.stop();
});

test('the owner is told of each change by mail, in their language, without any secret', async () => {
  const { person, token, secret, recoveryCodes } = await personWithTotp(server);
  await server.request('PATCH', '/v1/me', { token, body: { language: 'de' } });
  await server.request('POST', '/v1/me/factors/recovery-codes', { token, body: {} });
  const mailsOf = () => server.database.sql<{ subject: string; plain: string }[]>`
    select subject, plain from platform.unsent_mails where recipient = ${person.mail} order by id`;
  await expect.poll(async () => (await mailsOf()).length, { timeout: 60_000 }).toBe(2);
  const mails = await mailsOf();
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    'An authenticator app was added',
    'Sie haben neue Ersatzcodes',
  ]);
  for (const { plain } of mails)
    for (const code of [secret, ...recoveryCodes]) expect(plain).not.toContain(code);
});

test('a provider of the settings is there without any call, as `sso`', async () => {
  const { json } = await server.request('GET', '/v1/oidc/providers');
  expect(json.items).toEqual([{ id: 'sso', name: 'House login' }]);
  const started = await openBrowser().get(`${server.address}/v1/oidc/sso/start`);
  const asked = new URL(started.headers.get('location')!);
  expect([asked.origin, asked.searchParams.get('client_id')]).toEqual([provider.issuer, 'caravan-test']);
  const taken = await server.request('POST', '/v1/oidc-connections', {
    token: await server.tokenFor('admin'),
    body: { id: 'sso', name: 'Mine', issuer: provider.issuer, clientId: 'x' },
  });
  expect(taken.json.code).toBe('oidc_connection_exists');
});
