import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { EmbeddedPostgresError, startEmbedded } from '../start-embedded.ts';
import {
  ask,
  cleanUp,
  freshFolder,
  isRoot,
  nobody,
  onCleanUp,
  quiet,
  spawnHolder,
  started,
  stopped,
} from './embedded-help.ts';

afterEach(cleanUp);

async function refusal(folder: string): Promise<EmbeddedPostgresError> {
  const error = await startEmbedded({ folder, log: quiet }).then(
    async (server) => {
      await server.stop();
      return new Error('it started');
    },
    (reason: unknown) => reason,
  );
  if (!(error instanceof EmbeddedPostgresError)) throw error;
  return error;
}

test('five starts at once on a fresh folder: one wins, the others are told by whom', async () => {
  const folder = freshFolder();
  const holders = [1, 2, 3, 4, 5].map(() => spawnHolder(folder));
  const outcomes = await Promise.all(
    holders.map((holder) => Promise.race([holder.next('started'), holder.next('refused')])),
  );
  const winners = holders.filter((_, index) => outcomes[index]?.event === 'started');
  expect(winners).toHaveLength(1);
  const refused = outcomes.filter(({ event }) => event === 'refused');
  expect(refused).toHaveLength(4);
  for (const { code, message } of refused) {
    expect(code).toBe('DATA_FOLDER_IN_USE');
    expect(message).toContain(`in use by the running Caravan process ${winners[0]?.pid}`);
    expect(message).toContain(folder);
  }
  if (winners[0] !== undefined) await stopped(winners[0]);
}, 60_000);

test('data of another version is refused and left alone', async () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'data'), { recursive: true });
  writeFileSync(join(folder, 'data', 'PG_VERSION'), '17\n');
  const error = await refusal(folder);
  expect(error.code).toBe('DATA_FOLDER_VERSION');
  expect(error.message).toMatch(/written by PostgreSQL 17 .* brings PostgreSQL 18/);
  expect(readdirSync(join(folder, 'data'))).toEqual(['PG_VERSION']);
});

test('a folder of something else is refused and left alone', async () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'data'), { recursive: true });
  writeFileSync(join(folder, 'data', 'thesis.txt'), 'years of work');
  expect((await refusal(folder)).code).toBe('DATA_FOLDER_DAMAGED');
  expect(readdirSync(join(folder, 'data'))).toEqual(['thesis.txt']);
});

test('a file in the place of the folder is refused', async () => {
  const folder = freshFolder();
  writeFileSync(folder, '');
  const error = await refusal(folder);
  expect(error.code).toBe('DATA_FOLDER_NOT_WRITABLE');
  expect(error.message).toContain(folder);
});

test.skipIf(!isRoot)(
  'a folder of somebody else is refused (skipped unless root, which alone can change users)',
  async () => {
    const folder = freshFolder(0o755);
    const fresh = await spawnHolder(folder, { uid: nobody }).next('refused');
    expect(fresh).toMatchObject({ code: 'DATA_FOLDER_NOT_WRITABLE' });
    const mine = spawnHolder(folder);
    await started(mine);
    await stopped(mine);
    const theirs = await spawnHolder(folder, { uid: nobody }).next('refused');
    expect(theirs).toMatchObject({ code: 'DATA_FOLDER_NOT_WRITABLE' });
    expect(theirs['message']).toContain(folder);
  },
  60_000,
);

/** A disk of its own, so small that it can be filled. */
function smallDisk(size: string): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'caravan-disk-'));
  const mounted =
    spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0755`, 'tmpfs', disk]).status === 0;
  onCleanUp(() => {
    if (mounted) spawnSync('/bin/umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  });
  return mounted ? disk : undefined;
}

test('a full disk is refused at the first start', async (context) => {
  const disk = smallDisk('30m');
  if (disk === undefined) return context.skip('no right to mount a small disk here');
  const error = await refusal(join(disk, 'postgres'));
  expect(error.code).toBe('DISK_FULL');
  expect(readdirSync(join(disk, 'postgres')).filter((name) => name.startsWith('data'))).toEqual([]);
});

test('a disk that fills up under load stops writes, loses nothing, and heals once there is space', async (context) => {
  const disk = smallDisk('260m');
  if (disk === undefined) return context.skip('no right to mount a small disk here');
  const server = await startEmbedded({ folder: join(disk, 'postgres'), log: quiet });
  await ask(server.connection, 'CREATE TABLE entry (id int PRIMARY KEY, filling text)');
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, Buffer.alloc(60 * 1024 * 1024));
  const insert = (id: number) =>
    ask(
      server.connection,
      `INSERT INTO entry SELECT ${id}, string_agg(gen_random_uuid()::text, '') FROM generate_series(1, 60000)`,
    );
  const acknowledged: number[] = [];
  let refused: unknown;
  for (let id = 0; refused === undefined; id += 1) {
    await insert(id).then(
      () => acknowledged.push(id),
      (error: unknown) => {
        refused = error;
      },
    );
  }
  expect(acknowledged.length).toBeGreaterThan(0);
  unlinkSync(ballast);
  await expect
    .poll(
      () =>
        insert(1_000_000).then(
          () => 'written',
          (error: unknown) => String(error),
        ),
      { timeout: 30_000, interval: 200 },
    )
    .toBe('written');
  const stored = (await ask(server.connection, 'SELECT id FROM entry')).map(({ id }) => id as number);
  expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
  await server.stop();
}, 90_000);

test.skipIf(!isRoot)(
  'folders above that are closed to the server’s user stay as they are',
  async () => {
    const folder = freshFolder(0o700);
    const server = await startEmbedded({ folder, log: quiet });
    expect(statSync(dirname(folder)).mode & 0o777).toBe(0o700);
    expect(statSync(`/proc/${server.pid}`).uid).toBeGreaterThan(0);
    await server.stop();
  },
  60_000,
);
