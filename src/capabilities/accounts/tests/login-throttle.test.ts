import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '../../../platform/errors/problem.ts';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { countLogin, countMail, forgetDevices, knowDevice } from '../login-throttle.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

let serial = 0;
const newMail = () => `someone${++serial}@example.org`;
const newAddress = () => `198.51.100.${++serial}`;

async function tryLogin(mail: string, address: string, deviceToken?: string) {
  try {
    return await countLogin(server.ctx, { mail, address, deviceToken });
  } catch (error) {
    if (error instanceof Problem && error.code === 'too_many_requests') return error;
    throw error;
  }
}

async function failures(mail: string, address: string, count: number, deviceToken?: string): Promise<number> {
  let letIn = 0;
  for (let n = 0; n < count; n++)
    if (!((await tryLogin(mail, address, deviceToken)) instanceof Problem)) letIn++;
  return letIn;
}

/** Moves what was counted into the past, as if so much time had gone by. */
const wait = (seconds: number) =>
  server.database.sql`
    update platform.attempts set marks = array(select m - ${seconds * 1_000_000}::bigint from unnest(marks) m)`;

test('five failures of an account from an address, the sixth is refused and told when to come back', async () => {
  const [mail, address] = [newMail(), newAddress()];
  expect(await failures(mail, address, 5)).toBe(5);
  const refused = (await tryLogin(mail, address)) as Problem;
  expect(refused.status).toBe(429);
  const seconds = Number(refused.extras.headers?.['retry-after']);
  expect(seconds).toBeGreaterThan(840);
  expect(seconds).toBeLessThanOrEqual(900);
  expect(await failures(mail, newAddress(), 1)).toBe(1);
  expect(await failures(newMail(), address, 1)).toBe(1);
  await wait(seconds);
  expect(await failures(mail, address, 9)).toBe(5);
});

test('successes are not counted, and do not wipe out failures', async () => {
  const [mail, address] = [newMail(), newAddress()];
  expect(await failures(mail, address, 4)).toBe(4);
  for (let n = 0; n < 20; n++) {
    const login = await tryLogin(mail, address);
    if (login instanceof Problem) throw login;
    await login.succeeded();
  }
  expect(await failures(mail, address, 5)).toBe(1);
});

test('a hundred tries at the same moment are five', async () => {
  const [mail, address] = [newMail(), newAddress()];
  const tries = await Promise.all(Array.from({ length: 100 }, () => tryLogin(mail, address)));
  expect(tries.filter((entry) => !(entry instanceof Problem))).toHaveLength(5);
});

test('from many addresses at once an account gets 20 tries, and the owner still logs in from a known device', async () => {
  const mail = newMail();
  const first = await tryLogin(mail, newAddress());
  if (first instanceof Problem) throw first;
  const { deviceToken } = await first.succeeded();
  const tries = await Promise.all(Array.from({ length: 200 }, () => tryLogin(mail, newAddress())));
  expect(tries.filter((entry) => !(entry instanceof Problem))).toHaveLength(20);
  const owner = await tryLogin(mail, newAddress(), deviceToken);
  expect(owner).not.toBeInstanceOf(Problem);
  expect(await failures(mail, newAddress(), 1, 'x'.repeat(43))).toBe(0);
});

test('a known device has five tries of its own, for its own account only', async () => {
  const [mine, other] = [newMail(), newMail()];
  const { deviceToken } = await knowDevice(server.ctx, mine);
  expect(await failures(mine, newAddress(), 9, deviceToken)).toBe(5);
  const address = newAddress();
  expect(await failures(other, address, 9, deviceToken)).toBe(5);
  await forgetDevices(server.ctx, mine);
  expect(await failures(mine, address, 9, deviceToken)).toBe(5);
});

test('one address gets 50 failures, whatever the accounts; an IPv6 line is one address', async () => {
  let passed = 0;
  for (let n = 0; n < 60; n++) passed += await failures(newMail(), `2001:db8:7:8::${n.toString(16)}`, 1);
  expect(passed).toBe(50);
});

test('over a day an account gets 100 tries from unknown devices', async () => {
  const mail = newMail();
  let passed = 0;
  for (let quarter = 0; quarter < 8; quarter++) {
    for (let n = 0; n < 25; n++) passed += await failures(mail, newAddress(), 1);
    await wait(901);
  }
  expect(passed).toBe(100);
});

test('mails that a stranger can cause are five in an hour for one address of theirs', async () => {
  const mail = newMail();
  for (let n = 0; n < 5; n++) await countMail(server.ctx, { mail, address: newAddress() });
  await expect(
    countMail(server.ctx, { mail: mail.toUpperCase(), address: newAddress() }),
  ).rejects.toMatchObject({
    code: 'too_many_requests',
  });
});

test('an attack is told once in a minute, by a name that is no mail address', async () => {
  const mail = newMail();
  const since = new Date();
  for (let n = 0; n < 40; n++) await tryLogin(mail, newAddress());
  const told = await server.database.sql<{ subject: string }[]>`
    select detail ->> 'subject' as subject from audit.entries
    where kind = 'limit' and occurred_at >= ${since}`;
  expect(told).toHaveLength(1);
  expect(told[0]!.subject).toMatch(/^login:account:[\w-]{22}$/);
});

test('nothing that is kept holds a mail address', async () => {
  const mail = 'very-personal@example.org';
  await tryLogin(mail, newAddress());
  await knowDevice(server.ctx, mail);
  const rows = await server.database.sql`
    select subject as text from platform.attempts
    union all select encode(mail_hash, 'escape') from accounts.known_devices`;
  expect(JSON.stringify(rows)).not.toContain('very-personal');
});
