import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, expect, test } from 'vitest';
import { processesOfServer, signal } from '../process-identity.ts';
import { connectionOf, startEmbedded } from '../start-embedded.ts';
import { ask, cleanUp, freshFolder, quiet, spawnHolder, started, stopped } from './embedded-help.ts';

afterEach(cleanUp);

test('PostgreSQL killed under load comes back by itself, the pool reconnects, and no acknowledged write is lost', async () => {
  const kills = 5;
  const server = await startEmbedded({ folder: freshFolder(), log: quiet });
  const deaths: string[] = [];
  server.onExit((reason) => deaths.push(reason));
  await ask(server.connection, 'CREATE TABLE entry (id int PRIMARY KEY)');
  const pool = postgres({
    ...server.connection,
    max: 4,
    connect_timeout: 5,
    backoff: () => 0.05,
    onnotice: () => undefined,
  });
  const acknowledged: number[] = [];
  let next = 0;
  let working = true;
  const writers = [1, 2, 3, 4].map(async () => {
    while (working) {
      const id = next++;
      await pool`INSERT INTO entry VALUES (${id})`.then(
        () => acknowledged.push(id),
        () => new Promise((fulfil) => setTimeout(fulfil, 10)),
      );
    }
  });
  for (let kill = 0; kill < kills; kill += 1) {
    const before = acknowledged.length;
    await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(before + 50);
    const pid = server.pid;
    signal(pid, 'SIGKILL');
    await expect.poll(() => server.pid, { timeout: 10_000 }).not.toBe(pid);
  }
  const after = acknowledged.length;
  await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(after + 50);
  working = false;
  await Promise.all(writers);
  const stored = new Set((await pool<{ id: number }[]>`SELECT id FROM entry`).map(({ id }) => id));
  await pool.end();
  await server.stop();
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(deaths).toEqual(Array(kills).fill('it was ended by SIGKILL'));
}, 60_000);

test('a backend deep in a computation does not keep the killed server’s folder closed', async () => {
  const server = await startEmbedded({ folder: freshFolder(), log: quiet });
  const busy = ask(server.connection, 'SELECT count(*) FROM generate_series(1, 1000000000) a').catch(
    () => 'cut',
  );
  const counting = async () =>
    ask(
      server.connection,
      "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND pid <> pg_backend_pid() AND state = 'active'",
    );
  await expect.poll(async () => (await counting()).length).toBe(1);
  const { pid } = server;
  signal(pid, 'SIGKILL');
  await expect.poll(() => server.pid, { timeout: 15_000 }).not.toBe(pid);
  expect(await ask(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(await busy).toBe('cut');
  await server.stop();
}, 60_000);

test('the server of a killed process is adopted, watched and stopped', async () => {
  const folder = freshFolder();
  const holder = spawnHolder(folder);
  const first = await started(holder);
  await ask(first.connection, "CREATE TABLE kept AS SELECT 'here' AS word");
  holder.kill('SIGKILL');
  await holder.closed;
  expect(await connectionOf(folder)).toEqual(first.connection);

  const second = await startEmbedded({ folder, log: quiet });
  expect({ adopted: second.adopted, pid: second.pid }).toEqual({ adopted: true, pid: first.pid });
  expect(second.connection).toEqual(first.connection);
  signal(second.pid, 'SIGKILL');
  await expect.poll(() => second.pid, { timeout: 10_000 }).not.toBe(first.pid);
  expect(await ask(second.connection, 'SELECT word FROM kept')).toEqual([{ word: 'here' }]);
  await second.stop();
  expect(processesOfServer(join(folder, 'data'))).toEqual([]);
}, 60_000);

test('an adopted server is stopped although it is not our child', async () => {
  const folder = freshFolder();
  const holder = spawnHolder(folder);
  await started(holder);
  holder.kill('SIGKILL');
  await holder.closed;
  const second = await startEmbedded({ folder, log: quiet });
  await second.stop();
  expect(processesOfServer(join(folder, 'data'))).toEqual([]);
}, 60_000);

test('both killed at once: the next start recovers', async () => {
  const folder = freshFolder();
  const holder = spawnHolder(folder);
  const { connection, pid } = await started(holder);
  await ask(connection, "CREATE TABLE kept AS SELECT 'here' AS word");
  holder.kill('SIGKILL');
  signal(pid, 'SIGKILL');
  await holder.closed;
  const server = await startEmbedded({ folder, log: quiet });
  expect(server.adopted).toBe(false);
  expect(await ask(server.connection, 'SELECT word FROM kept')).toEqual([{ word: 'here' }]);
  await server.stop();
}, 60_000);

test('killed again and again at any moment of its start, it never fails and never runs twice', async () => {
  const folder = freshFolder();
  const data = join(folder, 'data');
  await stopped(await startedHolder(folder));
  for (const afterMs of [5, 60, 120, 180, 210, 240, 270, 300]) {
    const holder = spawnHolder(folder);
    const end = new Promise((fulfil) => setTimeout(fulfil, afterMs));
    await end;
    holder.kill('SIGKILL');
    await holder.closed;
    const server = await startEmbedded({ folder, log: quiet });
    expect(await ask(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const mains = processesOfServer(data).filter((pid) => pid === server.pid);
    expect(mains).toEqual([server.pid]);
    await server.stop();
    expect(processesOfServer(data)).toEqual([]);
  }
}, 60_000);

async function startedHolder(folder: string) {
  const holder = spawnHolder(folder);
  await started(holder);
  return holder;
}
