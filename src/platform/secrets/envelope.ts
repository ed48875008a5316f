import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** The one place where a ciphertext may stand; moved anywhere else it does not open. */
export interface Place {
  /** With its schema: `parties.parties`. */
  table: string;
  column: string;
  /** The row's primary key, as text. */
  row: string;
}

export interface Key {
  /** Without dots; stands in front of each ciphertext. */
  id: string;
  /** 32 bytes. */
  secret: Uint8Array;
}

const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;
const algorithm = 'aes-256-gcm';

export class SealBroken extends Error {}

/** `v1.<key id>.<base64url of iv, ciphertext and tag>`, by AES-256-GCM with the place as associated data. */
export function sealWith(key: Key, place: Place, plain: Uint8Array, iv: Uint8Array): string {
  const cipher = createCipheriv(algorithm, key.secret, iv);
  cipher.setAAD(associated(key.id, place));
  const sealed = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${key.id}.${sealed.toString('base64url')}`;
}

/** @throws SealBroken when the text was changed, belongs to another place or was sealed with another key */
export function openWith(key: Key, place: Place, sealed: string): Buffer {
  const bytes = Buffer.from(sealed.slice(version.length + key.id.length + 2), 'base64url');
  if (keyIdOf(sealed) !== key.id || bytes.length < ivBytes + tagBytes) throw broken(place);
  const decipher = createDecipheriv(algorithm, key.secret, bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associated(key.id, place));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
  } catch (cause) {
    throw broken(place, cause);
  }
}

/** Which key sealed it; undefined for a text that nobody sealed. */
export function keyIdOf(sealed: string): string | undefined {
  return /^v1\.([\w-]+)\.[\w-]+$/.exec(sealed)?.[1];
}

/** The id of a key says nothing about it and cannot be mistaken. */
export const idOf = (secret: Uint8Array): string =>
  createHash('sha256').update('caravan key id').update(secret).digest('hex').slice(0, 12);

const associated = (keyId: string, { table, column, row }: Place): Buffer =>
  Buffer.from(JSON.stringify([version, keyId, table, column, row]));

const broken = ({ table, column, row }: Place, cause?: unknown) =>
  new SealBroken(
    `What stands in ${table}.${column} of ${row} was not sealed for this place, or was changed since.`,
    { cause },
  );
