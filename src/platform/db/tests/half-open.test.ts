import { afterAll, expect, test } from 'vitest';
import { startFaultProxy } from '../../testing/fault-proxy.ts';
import { createTestDatabase } from '../../testing/postgres.ts';
import { openDatabase } from '../database.ts';

const base = await createTestDatabase({ sets: [] });
afterAll(() => base.drop());

const open = (target: string, cuts: string[] = []) =>
  openDatabase({
    target,
    poolSize: 3,
    statementTimeoutSeconds: 60,
    idleInTransactionTimeoutSeconds: 60,
    connectTimeoutSeconds: 2,
    applicationName: 'half-open',
    onLinkCut: (links, reason) => void cuts.push(`${links} ${reason}`),
  });
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

test('links that a firewall forgot are seen within 10 s, and the pool refills', async () => {
  const proxy = await startFaultProxy(base.url);
  const cuts: string[] = [];
  const db = open(proxy.url, cuts);
  await Promise.all([1, 2, 3].map(() => db.transaction((tx) => tx`select pg_sleep(0.05)`)));
  proxy.freezeOpen();
  const startedMs = performance.now();
  const lost = await Promise.all([1, 2, 3].map(() => outcome(db.transaction((tx) => tx`select 1`))));
  expect(lost).toEqual(Array(3).fill(expect.stringMatching(/^(ETIMEDOUT|CONNECTION_CLOSED)$/)));
  expect(performance.now() - startedMs).toBeLessThan(10_000);
  expect(cuts.join()).toContain('the server knows of no statement');
  expect(await outcome(db.transaction((tx) => tx`select 1`))).toBe('done');
  await db.close();
  await proxy.close();
}, 30_000);

test('a server that is gone without a word is seen within 10 s, and work goes on when it is back', async () => {
  const proxy = await startFaultProxy(base.url);
  const db = open(proxy.url);
  await db.sql`select 1`;
  proxy.freeze();
  const startedMs = performance.now();
  expect(await outcome(db.sql`select 1`)).toBe('ETIMEDOUT');
  expect(performance.now() - startedMs).toBeLessThan(10_000);
  proxy.thaw();
  await expect.poll(() => outcome(db.sql`select 1`), { timeout: 10_000 }).toBe('done');
  await db.close();
  await proxy.close();
}, 40_000);

test('a statement that simply takes long is left alone', async () => {
  const db = open(base.url);
  expect(await outcome(db.sql`select pg_sleep(6)`)).toBe('done');
  await db.close();
}, 20_000);
