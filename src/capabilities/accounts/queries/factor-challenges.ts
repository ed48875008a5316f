import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export type ChallengePurpose = 'second_step' | 'passkey_login' | 'new_passkey' | 'confirmation';

export interface ChallengeRow {
  hash: Buffer;
  purpose: ChallengePurpose;
  userId: string | null;
  passkeyChallenge: string | null;
  details: Record<string, unknown>;
  expiresAt: Date;
}

export const insertChallenge = (tx: Transaction, row: ChallengeRow & { createdAt: Date }) => tx`
  insert into accounts.factor_challenges
    (hash, purpose, user_id, passkey_challenge, details, created_at, expires_at)
  values (${row.hash}, ${row.purpose}, ${row.userId}, ${row.passkeyChallenge}, ${tx.json(row.details as never)},
    ${row.createdAt}, ${row.expiresAt})`;

/** One that still waits for its answer, locked: of two answers at once the second finds none. */
export async function lockChallenge(
  tx: Transaction,
  hash: Buffer,
  purpose: ChallengePurpose,
  now: Date,
): Promise<ChallengeRow | undefined> {
  const [row] = await tx<ChallengeRow[]>`
    select hash, purpose, user_id, passkey_challenge, details, expires_at
    from accounts.factor_challenges
    where hash = ${hash} and purpose = ${purpose} and answered_at is null and expires_at > ${now}
    for update`;
  return row;
}

/** Whose step it is, without waiting for it. */
export async function findChallengeUser(
  sql: Queryable,
  hash: Buffer,
  now: Date,
): Promise<string | undefined> {
  const [row] = await sql<{ userId: string | null }[]>`
    select user_id from accounts.factor_challenges
    where hash = ${hash} and purpose = 'second_step' and answered_at is null and expires_at > ${now}`;
  return row?.userId ?? undefined;
}

export const setPasskeyChallenge = (tx: Transaction, hash: Buffer, passkeyChallenge: string) => tx`
  update accounts.factor_challenges set passkey_challenge = ${passkeyChallenge} where hash = ${hash}`;

export const closeChallenge = (tx: Transaction, hash: Buffer, now: Date) => tx`
  update accounts.factor_challenges set answered_at = ${now} where hash = ${hash}`;

/** What is over: challenges, sign-ins on their way, devices that were remembered long enough. */
export async function deleteOverdueSteps(tx: Transaction, now: Date): Promise<void> {
  await tx`delete from accounts.factor_challenges where expires_at < ${now}`;
  await tx`delete from accounts.oidc_flows where expires_at < ${now}`;
  await tx`delete from accounts.factor_devices where expires_at < ${now}`;
}
