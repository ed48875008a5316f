import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { platformErrors } from '../../platform/errors/platform-errors.ts';
import { attempt } from '../../platform/limits/attempts.ts';
import { factorErrors } from './factor-errors.ts';
import {
  insertChallenge,
  lockChallenge,
  type ChallengePurpose,
  type ChallengeRow,
} from './queries/factor-challenges.ts';
import { hashToken, tokenOf } from './rules/secret-token.ts';

export const challengeSeconds = 600;
const tryLimit = { limit: 5, windowSeconds: 900 };

type Needs = Pick<Context, 'clock' | 'rng'>;

export interface NewChallenge {
  purpose: ChallengePurpose;
  userId: string | null;
  /** To be signed by a passkey. */
  passkeyChallenge?: Uint8Array;
  /** How to go on after the answer. */
  details?: Record<string, unknown>;
}

/** Opens a step that one answer may end. @returns what names it, for the client */
export async function openChallenge(
  tx: Transaction,
  ctx: Needs,
  { purpose, userId, passkeyChallenge, details = {} }: NewChallenge,
): Promise<{ challenge: string; expiresAt: Date }> {
  const challenge = tokenOf(ctx.rng.bytes(32));
  const createdAt = ctx.clock.now();
  const expiresAt = new Date(createdAt.getTime() + challengeSeconds * 1000);
  await insertChallenge(tx, {
    hash: hashToken(challenge),
    purpose,
    userId,
    passkeyChallenge: passkeyChallenge ? tokenOf(passkeyChallenge) : null,
    details,
    createdAt,
    expiresAt,
  });
  return { challenge, expiresAt };
}

/** The open step, locked until the transaction ends. @throws challenge_over */
export async function requireChallenge(
  tx: Transaction,
  ctx: Pick<Context, 'clock'>,
  challenge: string,
  purpose: ChallengePurpose,
): Promise<ChallengeRow> {
  const row = await lockChallenge(tx, hashToken(challenge), purpose, ctx.clock.now());
  if (!row) throw factorErrors.challenge_over('Begin again.');
  return row;
}

/**
 * Counts a try at a code before the code is looked at: five for each step, and five in 15 minutes for each account
 * whatever the step. Outside of any transaction, so that it counts also when that one is rolled back.
 * @throws too_many_requests
 */
export async function countCodeTry(
  ctx: Pick<Context, 'db'>,
  userId: string,
  challengeHash?: Buffer,
): Promise<{ succeeded(): Promise<void> }> {
  const subjects = [
    `factor:${userId}`,
    ...(challengeHash ? [`factor-step:${challengeHash.toString('base64url')}`] : []),
  ];
  const counted = await attempt(
    ctx,
    subjects.map((subject) => ({ subject, ...tryLimit })),
  );
  if (counted.allowed) return { succeeded: () => counted.giveBack() };
  const { backInSeconds } = counted;
  throw platformErrors.too_many_requests(
    `Too many wrong codes. Come back in ${Math.ceil(backInSeconds / 60)} minutes, or use a passkey.`,
    { headers: { 'retry-after': String(backInSeconds) }, members: { retryAfterSeconds: backInSeconds } },
  );
}
