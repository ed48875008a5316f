import { createHash } from 'node:crypto';
import type { Rng } from '../../../platform/ports/rng.ts';

export const recoveryCodeCount = 10;

/** Digits and letters that nobody mistakes for one another on paper (Crockford). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ten codes of 80 random bits, such as `7K2M-QX4D-91TB-ZH0C`: too many for guessing even from a stolen table. */
export function makeRecoveryCodes(rng: Pick<Rng, 'bytes'>): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    // A byte has 8 times 32 values, so each letter is as likely as any other.
    const letters = Array.from(rng.bytes(16), (byte) => alphabet[byte % 32]);
    return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** What was typed as it is kept: without dashes and spaces, in capitals, O, I and L as the digits that they look like. */
export const normalRecoveryCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');

export const recoveryCodeHash = (userId: string, code: string): Buffer =>
  createHash('sha256')
    .update(`${userId}:${normalRecoveryCode(code)}`)
    .digest();
