import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { useRecoveryCode } from './queries/factor-recovery-codes.ts';
import { lockPasskey, usePasskey, type PasskeyRow } from './queries/factor-passkeys.ts';
import { listTotps, useTotpStep } from './queries/factor-totps.ts';
import { verifyPasskey, type RelyingParty } from './passkeys.ts';
import { recoveryCodeHash } from './rules/recovery-codes.ts';
import { totpStep } from './rules/totp.ts';

export const totpSecretPlace = (row: string) => ({ table: 'accounts.factor_totps', column: 'secret', row });

/** Secrets of the user's apps by id. Opened before a transaction, because keys may have to be waited for. */
export async function openTotpSecrets(
  ctx: Pick<Context, 'db' | 'secrets'>,
  userId: string,
): Promise<Map<string, Uint8Array>> {
  const secrets = new Map<string, Uint8Array>();
  for (const { id, secret } of await listTotps(ctx.db.sql, userId))
    secrets.set(id, await ctx.secrets.openBytes(totpSecretPlace(id), secret));
  return secrets;
}

/** Whether it is the code of one of the user's apps; its step is used up. The user's row must be locked. */
export async function takeTotp(
  tx: Transaction,
  ctx: Pick<Context, 'clock'>,
  { userId, code, secrets }: { userId: string; code: string; secrets: ReadonlyMap<string, Uint8Array> },
): Promise<boolean> {
  const now = ctx.clock.now();
  for (const { id, lastStep } of await listTotps(tx, userId)) {
    const secret = secrets.get(id);
    const step = secret && totpStep(secret, code, { nowMs: now.getTime(), lastStep });
    if (step === undefined) continue;
    await useTotpStep(tx, id, step, now);
    return true;
  }
  return false;
}

/** Whether it is an unused recovery code of the user; it is used up. */
export const takeRecoveryCode = (
  tx: Transaction,
  ctx: Pick<Context, 'clock'>,
  userId: string,
  code: string,
): Promise<boolean> => useRecoveryCode(tx, userId, recoveryCodeHash(userId, code), ctx.clock.now());

/**
 * The passkey that signed the challenge, its counter moved on; undefined when it is nobody's or the signature is wrong.
 * @param userId whose it must be; null: anybody's, with the handle of its owner inside
 */
export async function takePasskey(
  tx: Transaction,
  ctx: Pick<Context, 'clock'>,
  party: RelyingParty,
  { answer, challenge, userId }: { answer: PasskeySignature; challenge: string; userId: string | null },
): Promise<PasskeyRow | undefined> {
  const passkey = await lockPasskey(tx, answer.id);
  if (!passkey || (userId !== null && passkey.userId !== userId)) return undefined;
  const { userHandle } = answer.response;
  if (userHandle ? userHandle !== handleOf(passkey.userId) : userId === null) return undefined;
  const verified = await verifyPasskey(party, answer, challenge, passkey);
  if (!verified) return undefined;
  await usePasskey(tx, passkey.id, verified.counter, verified.synced, ctx.clock.now());
  return passkey;
}

export interface PasskeySignature {
  id: string;
  response: { userHandle?: string | null | undefined };
}

const handleOf = (userId: string): string =>
  Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url');
