import { createHash, generateKeyPairSync } from 'node:crypto';
import type { Context } from '../../../platform/context.ts';
import {
  insertCheckpoint,
  insertFirstAuditKey,
  latestCheckpoint,
  listAuditKeys,
  type AuditKey,
} from '../queries/checkpoints.ts';
import { chainEnd, type ChainEnd } from '../queries/links.ts';
import { signStatement, type SignedCheckpoint, type Statement } from '../rules/checkpoint.ts';

type Needs = Pick<Context, 'db' | 'secrets' | 'clock'>;

const placeOf = (row: string) => ({ table: 'audit.signing_keys', column: 'private_key', row });

/** Signs the end of the chain, unless that was done already or there is none. */
export async function signHead(ctx: Needs): Promise<SignedCheckpoint | undefined> {
  const end = await chainEnd(ctx.db.sql);
  if (!end) return undefined;
  const latest = await latestCheckpoint(ctx.db.sql);
  return latest?.position === end.position ? undefined : signEnd(ctx, 'head', end);
}

export async function signEnd(
  ctx: Needs,
  kind: Statement['kind'],
  { position, day, hash }: ChainEnd,
): Promise<SignedCheckpoint> {
  const key = await signingKey(ctx);
  const statement = { kind, position, day, hash, signedAt: ctx.clock.now() };
  const privateKey = await ctx.secrets.open(placeOf(key.id), key.privateKey);
  const signature = signStatement(statement, Buffer.from(privateKey, 'base64'));
  const checkpoint = { ...statement, keyId: key.id, signature };
  await insertCheckpoint(ctx.db.sql, checkpoint);
  return checkpoint;
}

async function signingKey({ db, secrets }: Needs): Promise<AuditKey> {
  const [present] = await listAuditKeys(db.sql);
  if (present) return present;
  const pair = generateKeyPairSync('ed25519');
  const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
  const pkcs8 = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  const id = createHash('sha256').update(spki).digest('hex').slice(0, 12);
  const privateKey = secrets.seal(placeOf(id), pkcs8.toString('base64'));
  await insertFirstAuditKey(db.sql, { id, publicKey: spki.toString('base64'), privateKey });
  const [first] = await listAuditKeys(db.sql);
  return first!;
}
