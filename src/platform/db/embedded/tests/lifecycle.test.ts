import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { processesOfServer } from '../process-identity.ts';
import { connectionOf, startEmbedded } from '../start-embedded.ts';
import {
  ask,
  cleanUp,
  freshFolder,
  isRoot,
  nobody,
  quiet,
  spawnHolder,
  started,
  stopped,
} from './embedded-help.ts';

afterEach(cleanUp);

test('starts from nothing, stops without a trace, and starts again on the same port with the data', async () => {
  const folder = freshFolder();
  const first = await startEmbedded({ folder, log: quiet });
  expect(first.adopted).toBe(false);
  await ask(first.connection, "CREATE TABLE kept AS SELECT 'here' AS word");
  expect(await ask(first.url, 'SELECT current_user AS who, current_database() AS what')).toEqual([
    { who: 'caravan', what: 'caravan' },
  ]);
  const settings = await ask(
    first.connection,
    `SELECT name, setting FROM pg_settings WHERE name IN
     ('data_checksums', 'fsync', 'jit', 'listen_addresses', 'server_encoding', 'shared_preload_libraries', 'synchronous_commit')
     ORDER BY name`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    data_checksums: 'on',
    fsync: 'on',
    jit: 'off',
    listen_addresses: '127.0.0.1',
    server_encoding: 'UTF8',
    shared_preload_libraries: 'pg_stat_statements',
    synchronous_commit: 'on',
  });
  expect(
    await ask(
      first.connection,
      `SELECT datlocprovider AS provider, datlocale AS locale FROM pg_database WHERE datname = 'caravan'`,
    ),
  ).toEqual([{ provider: 'b', locale: 'C.UTF-8' }]);
  expect(await ask(first.connection, 'SELECT count(*) > 0 AS seen FROM pg_stat_statements')).toEqual([
    { seen: true },
  ]);
  await expect(ask({ ...first.connection, password: 'wrong' }, 'SELECT 1')).rejects.toThrow('authentication');

  await first.stop();
  expect(processesOfServer(join(folder, 'data'))).toEqual([]);
  expect(await connectionOf(folder)).toBeUndefined();

  const startedMs = performance.now();
  const second = await startEmbedded({ folder, log: quiet });
  const tookMs = performance.now() - startedMs;
  expect(second.connection).toEqual(first.connection);
  expect(await ask(second.connection, 'SELECT word FROM kept')).toEqual([{ word: 'here' }]);
  await second.stop();
  // Measured below 0.1 s; the bound only tells a hang from a start.
  expect(tookMs).toBeLessThan(5_000);
}, 60_000);

test('the modules’ extensions can be created by the role that serves requests, which is no superuser', async () => {
  const server = await startEmbedded({ folder: freshFolder(), log: quiet });
  for (const extension of ['btree_gist', 'pg_trgm', 'cube', 'unaccent', 'pgcrypto']) {
    await ask(server.connection, `CREATE EXTENSION ${extension} WITH SCHEMA public`);
  }
  expect(await ask(server.connection, "SELECT current_setting('is_superuser') AS is")).toEqual([
    { is: 'off' },
  ]);
  await expect(ask(server.connection, "COPY (SELECT 1) TO PROGRAM 'true'")).rejects.toThrow(
    'permission denied',
  );
  expect(await ask(server.superuser, "SELECT current_setting('is_superuser') AS is")).toEqual([{ is: 'on' }]);
  await server.stop();
}, 60_000);

test('only the owner may read the passwords and the data', async () => {
  const folder = freshFolder();
  const server = await startEmbedded({ folder, log: quiet });
  expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  if (isRoot) expect(statSync(join(folder, 'data')).uid).toBeGreaterThan(0);
  await server.stop();
}, 60_000);

test('another process finds the connection, before and after its end', async () => {
  const folder = freshFolder();
  expect(await connectionOf(folder)).toBeUndefined();
  const holder = spawnHolder(folder);
  const { connection } = await started(holder);
  expect(await connectionOf(folder)).toEqual(connection);
  await stopped(holder);
  expect(await connectionOf(folder)).toBeUndefined();
}, 60_000);

test('Ctrl+C reaches only us, and an exit that nobody prepared takes the server along', async () => {
  const folder = freshFolder();
  const holder = spawnHolder(folder);
  const { connection } = await started(holder);
  process.kill(-holder.pid, 'SIGINT');
  await holder.next('interrupted');
  expect(await ask(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  holder.send('die');
  expect(await holder.closed).toBe(7);
  await expect.poll(() => processesOfServer(join(folder, 'data')), { timeout: 10_000 }).toEqual([]);
}, 60_000);

test('moves to another port when its own was taken meanwhile', async () => {
  const folder = freshFolder();
  const first = await startEmbedded({ folder, log: quiet });
  await first.stop();
  const thief = createServer().listen(first.connection.port, '127.0.0.1');
  await new Promise((fulfil) => thief.once('listening', fulfil));
  const second = await startEmbedded({ folder, log: quiet });
  expect(second.connection.port).not.toBe(first.connection.port);
  expect(await ask(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await second.stop();
  thief.close();
}, 60_000);

test('lost and torn files beside the data are made anew', async () => {
  const folder = freshFolder();
  const first = await startEmbedded({ folder, log: quiet });
  await ask(first.connection, "CREATE TABLE kept AS SELECT 'here' AS word");
  await first.stop();
  rmSync(join(folder, 'secrets.json'));
  writeFileSync(join(folder, 'state.json'), '{"po');
  const second = await startEmbedded({ folder, log: quiet });
  expect(second.connection.password).not.toBe(first.connection.password);
  expect(await ask(second.connection, 'SELECT word FROM kept')).toEqual([{ word: 'here' }]);
  await second.stop();
}, 60_000);

test('an interrupted first start is made anew', async () => {
  const folder = freshFolder();
  const holder = spawnHolder(folder);
  const half = (): string[] =>
    existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('data.new-')) : [];
  await expect.poll(half, { interval: 5, timeout: 20_000 }).not.toEqual([]);
  holder.kill('SIGKILL');
  await holder.closed;
  expect(existsSync(join(folder, 'data'))).toBe(false);
  const server = await startEmbedded({ folder, log: quiet });
  expect(await ask(server.connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  expect(half()).toEqual([]);
  await server.stop();
}, 60_000);

test.skipIf(!isRoot)(
  'runs the same as a user without rights (skipped unless root, which alone can change users)',
  async () => {
    const folder = freshFolder(0o777);
    const holder = spawnHolder(folder, { uid: nobody });
    const { connection, pid } = await started(holder);
    expect(await ask(connection, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(`/proc/${pid}`).uid).toBe(nobody);
    await stopped(holder);
    // Root takes the folder over as the user whom it belongs to.
    const server = await startEmbedded({ folder, log: quiet });
    expect(statSync(`/proc/${server.pid}`).uid).toBe(nobody);
    await server.stop();
  },
  60_000,
);
