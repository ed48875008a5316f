import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { diagnoseFolder, type FolderFacts, findingsOf } from './diagnose.ts';
import { cleanUp, freshFolder, spawnHolder, started, stopped } from './tests/embedded-help.ts';

afterEach(cleanUp);

const well: FolderFacts = {
  folder: '/srv/caravan/postgres',
  exists: true,
  writable: true,
  user: 'user 1000',
  version: 18,
  freeBytes: 50e9,
};
const since = '2026-01-01T00:00:00.000Z';

test.each<[string, Partial<FolderFacts>, string[]]>([
  ['all is well', {}, []],
  ['before the first start', { exists: false, version: 'absent' }, []],
  ['data of 17', { version: 17 }, ['DATA_FOLDER_VERSION error']],
  ['something else', { version: 'unreadable' }, ['DATA_FOLDER_DAMAGED error']],
  [
    'not ours, which hides the version',
    { writable: false, version: 'unreadable' },
    ['DATA_FOLDER_NOT_WRITABLE error'],
  ],
  ['running', { holder: { pid: 5, since }, postmaster: 6 }, ['DATA_FOLDER_IN_USE info']],
  ['orphaned', { staleHolder: { pid: 5, since }, postmaster: 6 }, ['ORPHANED_SERVER warning']],
  ['crashed', { staleHolder: { pid: 5, since } }, ['STALE_LOCK info']],
  ['nearly full', { freeBytes: 500e6 }, ['DISK_NEARLY_FULL warning']],
  ['full', { freeBytes: 5e6 }, ['DISK_NEARLY_FULL error']],
])('%s', (_name, facts, expected) => {
  const findings = findingsOf({ ...well, ...facts });
  expect(findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual(expected);
  for (const { sentence, remedy } of findings) expect(sentence + remedy).toMatch(/^[A-Z/].*\.$/);
});

const codesOf = async (folder: string): Promise<string[]> =>
  (await diagnoseFolder(folder)).map(({ code }) => code);

test('a real folder through its life', async () => {
  const folder = freshFolder();
  expect(await codesOf(folder)).toEqual([]);
  const first = spawnHolder(folder);
  await started(first);
  expect(await codesOf(folder)).toEqual(['DATA_FOLDER_IN_USE']);
  first.kill('SIGKILL');
  await first.closed;
  expect(await codesOf(folder)).toEqual(['ORPHANED_SERVER']);
  const second = spawnHolder(folder);
  await started(second);
  await stopped(second);
  expect(await codesOf(folder)).toEqual([]);
}, 60_000);

test('a real folder of another version', async () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'data'), { recursive: true });
  writeFileSync(join(folder, 'data', 'PG_VERSION'), '16\n');
  expect(await codesOf(folder)).toEqual(['DATA_FOLDER_VERSION']);
});
