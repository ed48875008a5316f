import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { refresh, signUpSomebody } from './people.ts';

const server = await startTestServer({ roles: ['api', 'worker'] });
afterAll(() => server.stop());

/** A route that asks for a permission and reads nothing from the database. */
const plain = '/v1/permissions';

test('who is known costs no query, until something is said about them', async () => {
  const { sql } = server.database;
  const { token, userId, refreshToken } = await signUpSomebody(server);
  const ask = () => server.request('GET', plain, { token });
  const first = (await ask()).status;
  await sql`alter table accounts.sessions rename to sessions_away`;
  const withoutTable: number[] = [];
  for (let time = 0; time < 3; time++) withoutTable.push((await ask()).status);
  // A notice about somebody else changes nothing, one about them does.
  await sql`select pg_notify('caravan_rights', ${JSON.stringify({ what: 'recheck', userId: crypto.randomUUID() })})`;
  const afterAnother = (await ask()).status;
  await sql`select pg_notify('caravan_rights', ${JSON.stringify({ what: 'recheck', userId })})`;
  await expect.poll(async () => (await ask()).status).toBe(500);
  await sql`alter table accounts.sessions_away rename to sessions`;
  expect([first, withoutTable, afterAnother]).toEqual([(await ask()).status, [first, first, first], first]);
  expect((await refresh(server, refreshToken)).status).toBe(200);
});

test('without the connection that hears of changes nothing is remembered, and it comes back', async () => {
  const { sql } = server.database;
  const { token } = await signUpSomebody(server);
  const ask = () => server.request('GET', plain, { token });
  const first = (await ask()).status;
  const cut = () => sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'caravan rights' and datname = current_database()`;
  expect(await cut()).toHaveLength(1);
  // Ended past every notice: only the database knows.
  await sql`update accounts.sessions set ended_at = now(), end_reason = 'ended' where ended_at is null`;
  await expect.poll(async () => (await ask()).status).toBe(401);
  expect(first).not.toBe(401);
  const listeners = () => sql`
    select pid from pg_stat_activity
    where application_name = 'caravan rights' and datname = current_database()`;
  await expect.poll(async () => (await listeners()).length, { timeout: 10_000 }).toBe(1);
});
