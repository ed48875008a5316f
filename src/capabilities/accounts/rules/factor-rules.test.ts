import { expect, test } from 'vitest';
import { seededRng } from '../../../platform/ports/rng.ts';
import { factorStanding } from './factor-policy.ts';
import { decideSignIn } from './oidc-decision.ts';
import { safeReturnPath, withQuery } from './oidc-paths.ts';
import { makeRecoveryCodes, normalRecoveryCode, recoveryCodeHash } from './recovery-codes.ts';

const policy = { requiredRoles: ['admin', 'driver'], graceDays: 14 };
const now = new Date('2026-11-20T12:00:00Z');

test('who must have a factor gets a time of grace, then nothing but the way to add one', () => {
  const standing = (roles: string[], hasFactor: boolean, requiredSince: string | null) =>
    factorStanding(
      { roles, hasFactor, requiredSince: requiredSince === null ? null : new Date(requiredSince) },
      policy,
      now,
    );
  expect(standing(['customer'], false, null)).toEqual({ kind: 'settled' });
  expect(standing(['driver'], true, null)).toEqual({ kind: 'settled' });
  expect(standing(['customer', 'driver'], false, null)).toEqual({
    kind: 'grace',
    until: new Date('2026-12-04T12:00:00Z'),
  });
  expect(standing(['admin'], false, '2026-11-06T12:00:01Z').kind).toBe('grace');
  expect(standing(['admin'], false, '2026-11-06T12:00:00Z').kind).toBe('overdue');
});

test('ten recovery codes, each its own, read as people type them', () => {
  const codes = makeRecoveryCodes(seededRng(3));
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(normalRecoveryCode(typed)).toBe(code.replaceAll('-', ''));
    expect(recoveryCodeHash('a', typed)).toEqual(recoveryCodeHash('a', code));
    expect(recoveryCodeHash('b', code)).not.toEqual(recoveryCodeHash('a', code));
  }
});

test('only a path of this host is gone on to', () => {
  for (const path of ['/', '/board?tab=late#first', '/a//b']) expect(safeReturnPath(path)).toBe(path);
  const hostile = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '',
    'board',
    '/\t/evil.example',
  ];
  for (const path of [...hostile, '/a b', '/ü', '/a\\b', '/\n', undefined])
    expect(safeReturnPath(path)).toBe('/');
  expect(withQuery('/login?a=1#x', { problem: 'b' })).toBe('/login?a=1&problem=b#x');
});

test('only a link decides who signs in; an equal mail never does', () => {
  const claims = { subject: 's', mail: 'ada@example.org', mailVerified: true, name: null };
  const open = { linkedUserId: undefined, mailIsTaken: false, signUp: true, claims };
  expect(decideSignIn({ ...open, linkedUserId: 'u' })).toEqual({ kind: 'login', userId: 'u' });
  expect(decideSignIn(open)).toEqual({ kind: 'sign_up' });
  const notLinked = { kind: 'refused', code: 'oidc_not_linked' };
  expect(decideSignIn({ ...open, mailIsTaken: true })).toEqual(notLinked);
  expect(decideSignIn({ ...open, signUp: false })).toEqual(notLinked);
  for (const worse of [{ mailVerified: false }, { mail: null }])
    expect(decideSignIn({ ...open, claims: { ...claims, ...worse } })).toEqual({
      kind: 'refused',
      code: 'oidc_mail_unverified',
    });
});
