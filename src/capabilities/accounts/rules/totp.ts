import { Secret, TOTP } from 'otpauth';

/** What every authenticator app supports: SHA-1, 6 digits, 30 seconds (RFC 6238). */
const form = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** 160 bits, the size of the hash, as RFC 4226 asks. */
export const totpSecretBytes = 20;

const totpOf = (secret: Uint8Array, label = '', issuer = '') =>
  new TOTP({ ...form, secret: new Secret({ buffer: Uint8Array.from(secret).buffer }), label, issuer });

/** For typing into an app by hand. */
export const totpSecretText = (secret: Uint8Array): string => totpOf(secret).secret.base32;

/** `otpauth://totp/…`, for a QR code. */
export const totpUri = (
  secret: Uint8Array,
  { account, issuer }: { account: string; issuer: string },
): string => totpOf(secret, account, issuer).toString();

/**
 * The step to which a code belongs: this one, the one before or the next, because clocks differ. Undefined when the
 * code is wrong, or belongs to a step of which one was taken already: a code that somebody saw is worth nothing.
 * @param lastStep the newest step of which a code was taken
 */
export function totpStep(
  secret: Uint8Array,
  code: string,
  { nowMs, lastStep }: { nowMs: number; lastStep: number },
): number | undefined {
  // The library compares bytes and throws when characters have more of them than digits.
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const totp = totpOf(secret);
  const delta = totp.validate({ token: code, timestamp: nowMs, window: 1 });
  if (delta === null) return undefined;
  const step = totp.counter({ timestamp: nowMs }) + delta;
  return step > lastStep ? step : undefined;
}
