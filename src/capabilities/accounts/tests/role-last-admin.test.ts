import { expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { logIn, type TestUser } from './role-users.ts';

const lastOf = async () => {
  const alone = await startTestServer();
  const [first, second] = [await logIn(alone, ['admin']), await logIn(alone, ['admin'])];
  const take = (from: TestUser, by: TestUser) =>
    alone.request('PUT', `/v1/users/${from.id}/grants`, { token: by.token, body: { roles: [] } });
  const admins = async () =>
    (await alone.database.sql`select user_id from accounts.user_roles where role = 'admin'`).length;
  return { alone, first, second, take, admins };
};

test('the last admin cannot be taken away, by anyone and in any way', async () => {
  const { alone, first, second, take, admins } = await lastOf();
  const { sql } = alone.database;
  expect((await take(second, first)).status).toBe(200);
  const refused = await take(first, first);
  expect([refused.status, refused.json.code]).toEqual([409, 'last_admin']);
  await expect(sql`delete from accounts.user_roles where user_id = ${first.id}`).rejects.toThrow('admin');
  await expect(sql`update accounts.users set deactivated_at = now() where id = ${first.id}`).rejects.toThrow(
    'admin',
  );
  await expect(sql`update accounts.user_roles set role = 'driver'`).rejects.toThrow('admin');
  expect(await admins()).toBe(1);
  await alone.stop();
});

test('of two admins who each take away the other, one fails, whenever they do it', async () => {
  const { alone, first, second, take, admins } = await lastOf();
  for (let round = 0; round < 10; round++) {
    const answers = await Promise.all([take(first, first), take(second, second)]);
    const statuses = answers.map(({ status }) => status).sort();
    expect([statuses, await admins()]).toEqual([[200, 409], 1]);
    await alone.database.sql`
      insert into accounts.user_roles (user_id, role)
      values (${first.id}, 'admin'), (${second.id}, 'admin') on conflict do nothing`;
    await alone.database.sql`select pg_notify('caravan_rights', '{"what":"recheck","userId":null}')`;
    await expect.poll(async () => (await alone.request('GET', '/v1/roles', first)).status).toBe(200);
    await expect.poll(async () => (await alone.request('GET', '/v1/roles', second)).status).toBe(200);
  }
  await alone.stop();
});

test('also under repeatable read, where the first sees nothing of the second', async () => {
  const { alone, first, second, admins } = await lastOf();
  const db = alone.ctx.db;
  const take = (user: TestUser) =>
    db.transaction(
      async (tx) => {
        await tx`delete from accounts.user_roles where user_id = ${user.id}`;
        await new Promise((resolve) => setImmediate(resolve));
      },
      { isolation: 'repeatable read', retries: 0 },
    );
  const outcomes = await Promise.allSettled([take(first), take(second)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await admins()).toBe(1);
  await alone.stop();
});
