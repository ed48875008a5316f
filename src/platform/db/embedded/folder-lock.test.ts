import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { acquireFolderLock, lockHolder, staleLock } from './folder-lock.ts';
import { startedAtOf } from './process-identity.ts';
import { cleanUp, freshFolder, onCleanUp } from './tests/embedded-help.ts';

afterEach(cleanUp);

function lockFolder(): string {
  const folder = freshFolder();
  mkdirSync(folder);
  return folder;
}

test('is held until released, and taken by one of many', async () => {
  const folder = lockFolder();
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => acquireFolderLock(folder)));
  const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(won).toHaveLength(1);
  expect(await lockHolder(folder)).toMatchObject({ pid: process.pid });
  won[0]?.value.release();
  expect(await lockHolder(folder)).toBeUndefined();
  expect(await staleLock(folder)).toBeUndefined();
  const again = await acquireFolderLock(folder);
  again.release();
  expect(readdirSync(folder)).toHaveLength(1);
});

test('a number that another process got since is not its holder', async () => {
  const folder = lockFolder();
  const first = await acquireFolderLock(folder);
  const holder = await lockHolder(folder);
  first.release();
  const reused = { ...holder, startedAt: 'an earlier life', released: undefined };
  writeFileSync(join(folder, 'lock.7'), JSON.stringify(reused));
  expect(await staleLock(folder)).toMatchObject({ startedAt: 'an earlier life' });
  const second = await acquireFolderLock(folder);
  expect(readdirSync(folder)).toEqual(['lock.8']);
  second.release();
});

test('in another container the beat of the lock tells who lives, not a process number or a clock', async () => {
  const folder = lockFolder();
  const foreign = {
    pid: process.pid,
    startedAt: startedAtOf(process.pid),
    place: 'elsewhere pid:[1]',
    since: 'then',
  };
  const path = join(folder, 'lock.1');
  writeFileSync(path, JSON.stringify(foreign));
  let beat = 0;
  const beats = setInterval(() => utimesSync(path, 1, ++beat), 500);
  onCleanUp(() => clearInterval(beats));
  await expect(acquireFolderLock(folder)).rejects.toThrow(/in use by .* on elsewhere/);
  clearInterval(beats);
  const lock = await acquireFolderLock(folder);
  expect(readdirSync(folder)).toEqual(['lock.2']);
  lock.release();
}, 30_000);

test('a torn lock file is nobody’s', async () => {
  const folder = lockFolder();
  writeFileSync(join(folder, 'lock.3'), '{"pid":');
  (await acquireFolderLock(folder)).release();
  expect(readdirSync(folder)).toEqual(['lock.4']);
});
