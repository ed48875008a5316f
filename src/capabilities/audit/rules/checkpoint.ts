import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** A signed word on the chain: `head` that it stood so, `dropped` that all up to here was let go on purpose. */
export interface Statement {
  kind: 'head' | 'dropped';
  position: number;
  day: string;
  hash: Uint8Array;
  signedAt: Date;
}

export interface SignedCheckpoint extends Statement {
  keyId: string;
  signature: Uint8Array;
}

/** One line of an export: all that is needed to check it without the database. */
export interface ExportedCheckpoint {
  type: 'caravan.audit.checkpoint';
  kind: Statement['kind'];
  position: number;
  day: string;
  hash: string;
  signedAt: string;
  keyId: string;
  publicKey: string;
  signature: string;
}

const wordsOf = ({ kind, position, day, hash, signedAt }: Statement): Buffer =>
  Buffer.from(
    `caravan audit checkpoint v1\n${kind}\n${position}\n${day}\n${Buffer.from(hash).toString('hex')}\n${signedAt.toISOString()}\n`,
  );

/** @param privateKey PKCS #8 DER of an Ed25519 key */
export const signStatement = (statement: Statement, privateKey: Buffer): Buffer =>
  sign(null, wordsOf(statement), createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' }));

/** @param publicKey base64 of the SPKI DER */
export function signatureHolds(checkpoint: SignedCheckpoint, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, wordsOf(checkpoint), key, checkpoint.signature);
  } catch {
    return false;
  }
}

export function exportCheckpoint(checkpoint: SignedCheckpoint, publicKey: string): ExportedCheckpoint {
  const { kind, position, day, hash, signedAt, keyId, signature } = checkpoint;
  return {
    type: 'caravan.audit.checkpoint',
    kind,
    position,
    day,
    hash: Buffer.from(hash).toString('hex'),
    signedAt: signedAt.toISOString(),
    keyId,
    publicKey,
    signature: Buffer.from(signature).toString('base64'),
  };
}
