import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { widgetContext, widgetSets } from '../../testing/widgets/module.ts';
import { SealBroken, SecretsError } from '../secrets.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase({ sets: widgetSets });
  folder = await mkdtemp(path.join(tmpdir(), 'caravan-secrets-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const open = async (settings: Record<string, string>) => {
  const ctx = widgetContext({ db: database.database, settings });
  await ctx.secrets.load();
  return ctx.secrets;
};
const here = { table: 'widgets.widgets', column: 'name', row: 'a' };
const base64 = (byte: number) => Buffer.alloc(32, byte).toString('base64');

test('the first start makes a master key that only its owner may read, and the next one finds it', async () => {
  const first = await open({ CARAVAN_DATA: folder });
  const sealed = first.seal(here, 'hush');
  expect(sealed).toMatch(/^v1\.[0-9a-f]{12}\.[\w-]+$/);
  expect(sealed).not.toContain('hush');
  expect((await stat(path.join(folder, 'master.key'))).mode & 0o777).toBe(0o600);
  expect(await (await open({ CARAVAN_DATA: folder })).open(here, sealed)).toBe('hush');
});

test('the same text is never sealed alike, and bytes come back as they were', async () => {
  const secrets = await open({ CARAVAN_DATA: folder });
  expect(secrets.seal(here, 'hush')).not.toBe(secrets.seal(here, 'hush'));
  const bytes = Buffer.from([0, 255, 128, 10]);
  expect(await secrets.openBytes(here, secrets.sealBytes(here, bytes))).toEqual(bytes);
});

test('what was moved to another row, column or table, or changed, does not open', async () => {
  const secrets = await open({ CARAVAN_DATA: folder });
  const sealed = secrets.seal(here, 'hush');
  for (const elsewhere of [
    { ...here, row: 'b' },
    { ...here, column: 'driver' },
    { ...here, table: 'widgets.effects' },
  ])
    await expect(secrets.open(elsewhere, sealed)).rejects.toThrow(SealBroken);
  const [version, keyId, body] = sealed.split('.') as [string, string, string];
  const flipped = Buffer.from(body, 'base64url');
  flipped[14]! ^= 1;
  await expect(secrets.open(here, `${version}.${keyId}.${flipped.toString('base64url')}`)).rejects.toThrow(
    SealBroken,
  );
  await expect(secrets.open(here, `${version}.${keyId}.${body.slice(0, 20)}`)).rejects.toThrow(SealBroken);
  await expect(secrets.open(here, `${version}.000000000000.${body}`)).rejects.toThrow(SealBroken);
  expect(await secrets.open(here, sealed)).toBe('hush');
});

test('what stood in the column before it was sealed is read as it is', async () => {
  expect(await (await open({ CARAVAN_DATA: folder })).open(here, 'plain words')).toBe('plain words');
});

test('a missing, wrong or open key file stops the start with one sentence', async () => {
  await open({ CARAVAN_DATA: folder });
  const empty = await mkdtemp(path.join(tmpdir(), 'caravan-secrets-'));
  const file = path.join(empty, 'master.key');
  const sentence = async (settings: Record<string, string>) => {
    const refusal = await open(settings).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(SecretsError);
    return (refusal as Error).message;
  };
  expect(await sentence({ CARAVAN_DATA: empty })).toMatch(/^The master key .*master\.key is missing, and/);
  await writeFile(file, `${base64(1)}\n`, { mode: 0o600 });
  expect(await sentence({ CARAVAN_DATA: empty })).toMatch(
    /is sealed with the master key \w+, and .* holds only/,
  );
  await writeFile(file, 'not a key\n', { mode: 0o600 });
  expect(await sentence({ CARAVAN_DATA: empty })).toMatch(/must hold master keys of 32 bytes/);
  await rm(file);
  await writeFile(file, `${base64(1)}\n`, { mode: 0o644 });
  expect(await sentence({ CARAVAN_DATA: empty })).toMatch(/^Others may read the master key .*chmod 600/);
  expect(await sentence({ CARAVAN_MASTER_KEY_COMMAND: '/bin/false' })).toMatch(/COMMAND failed/);
  await rm(empty, { recursive: true });
});

test('the master key may come from the environment or a command, and be changed', async () => {
  const secrets = await open({ CARAVAN_DATA: folder });
  const sealed = secrets.seal(here, 'hush');
  const file = path.join(folder, 'master.key');
  const old = (await readFile(file, 'utf8')).trim();
  const both = await open({ CARAVAN_MASTER_KEYS: `${base64(2)},${old}` });
  expect(await both.open(here, sealed)).toBe('hush');
  await both.rewrap();
  const renewed = await open({ CARAVAN_MASTER_KEYS: base64(2) });
  expect(await renewed.open(here, sealed)).toBe('hush');
  await expect(renewed.addMasterKey()).rejects.toThrow(/come from CARAVAN_MASTER_KEYS/);
  await writeFile(file, `${base64(2)}\n`, { mode: 0o600 });
  const printed = await open({ CARAVAN_MASTER_KEY_COMMAND: `cat ${file}` });
  expect(await printed.open(here, sealed)).toBe('hush');
  const filed = await open({ CARAVAN_DATA: folder });
  await filed.addMasterKey();
  await filed.rewrap();
  expect(await (await open({ CARAVAN_DATA: folder })).open(here, sealed)).toBe('hush');
});

test('a process that started before a key was made opens what that key sealed', async () => {
  const [early, late] = [await open({ CARAVAN_DATA: folder }), await open({ CARAVAN_DATA: folder })];
  const keyId = await late.addKey();
  const sealed = late.seal(here, 'hush');
  expect(sealed).toContain(`.${keyId}.`);
  expect(await early.open(here, sealed)).toBe('hush');
  expect(early.activeKeyId()).toBe(keyId);
});
