import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { seededRng } from '../../../platform/ports/rng.ts';
import { totpSecretBytes, totpSecretText, totpStep, totpUri } from './totp.ts';

const secret = seededRng(7).bytes(totpSecretBytes);
const step = 58_000_000;
const nowMs = step * 30_000 + 12_345;
const hasOathtool = spawnSync('oathtool', ['--version']).status === 0;
if (!hasOathtool) console.warn('oathtool is absent (apt-get install oathtool): its comparison is skipped');

/** Debian's own reckoning of the code at a time. */
function oathtool(of: Uint8Array, atMs: number): string {
  const now = new Date(atMs).toISOString().replace('T', ' ').slice(0, 19);
  const run = spawnSync('oathtool', ['--totp', '--base32', `--now=${now} UTC`, totpSecretText(of)], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout.trim();
}

test.skipIf(!hasOathtool)('codes are those of oathtool, over secrets and times', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const rng = seededRng(seed);
    const of = rng.bytes(totpSecretBytes);
    const atMs = Math.floor(rng.float() * 4_102_444_800_000);
    const code = oathtool(of, atMs);
    expect([seed, totpStep(of, code, { nowMs: atMs, lastStep: -1 })]).toEqual([
      seed,
      Math.floor(atMs / 30_000),
    ]);
  }
});

test.skipIf(!hasOathtool)('one step of drift is borne, two are not', () => {
  const at = (steps: number) =>
    totpStep(secret, oathtool(secret, nowMs + steps * 30_000), { nowMs, lastStep: 0 });
  expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, step - 1, step, step + 1, undefined]);
});

test.skipIf(!hasOathtool)('a step is taken once, and none before it afterwards', () => {
  const at = (steps: number, lastStep: number) =>
    totpStep(secret, oathtool(secret, nowMs + steps * 30_000), { nowMs, lastStep });
  expect(at(0, step)).toBeUndefined();
  expect(at(-1, step)).toBeUndefined();
  expect(at(1, step)).toBe(step + 1);
});

test('what is no code is refused', () => {
  for (const code of ['', '12345', '1234567', 'abcdef', '      ', '٠١٢٣٤٥'])
    expect([code, totpStep(secret, code, { nowMs, lastStep: 0 })]).toEqual([code, undefined]);
});

test('the address for authenticator apps holds all that they need', () => {
  const uri = new URL(totpUri(secret, { account: 'ada@example.org', issuer: 'Caravan' }));
  expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
    'otpauth:',
    'totp',
    '/Caravan:ada@example.org',
  ]);
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    issuer: 'Caravan',
    secret: totpSecretText(secret),
    algorithm: 'SHA1',
    digits: '6',
    period: '30',
  });
});
