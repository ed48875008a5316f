import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What every key begins with, so that people and scanners of leaked secrets know it. */
export const keyPrefix = 'crv_live_';

const shownLetters = 6;
const form = /^crv_live_([A-Za-z0-9_-]{43})_([0-9a-f]{8})$/;

/** The text of a key: the prefix, 256 random bits and a checksum that tells a mistyped one without a database. */
export function keyText(random: Buffer): string {
  const body = random.toString('base64url');
  return `${keyPrefix}${body}_${checksum(body)}`;
}

/** SHA-256 of the key; undefined when it is no key at all. The bits are random, so a slow hash would add nothing. */
export function keyHash(text: string): Buffer | undefined {
  const [, body, sum] = form.exec(text) ?? [];
  if (body === undefined || checksum(body) !== sum) return undefined;
  return createHash('sha256').update(text).digest();
}

/** How a key begins, to tell it from others. */
export const keyHint = (text: string): string => `${text.slice(0, keyPrefix.length + shownLetters)}…`;

const checksum = (body: string): string => crc32(body).toString(16).padStart(8, '0');
