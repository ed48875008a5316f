import type { FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/db/database.ts';
import { attempt } from '../../platform/limits/attempts.ts';
import { securityEvent } from '../audit/api.ts';
import { takePasskey, takeRecoveryCode, takeTotp, type PasskeySignature } from './factor-answers.ts';
import { countCodeTry } from './factor-challenges.ts';
import { mailNotice, tellFactorChange } from './factor-changes.ts';
import { factorErrors } from './factor-errors.ts';
import { factorEvents } from './factor-events.ts';
import { relyingParty } from './passkeys.ts';
import { summarizeFactors } from './queries/factor-states.ts';
import type { User } from './queries/users.ts';
import { originOf } from './request-origin.ts';
import { personOf } from './actions/startSession.ts';

type Needs = Pick<Context, 'db' | 'clock' | 'rng' | 'config'>;

/** One of the three ways to show a second factor. */
export interface FactorProof {
  code?: string | undefined;
  recoveryCode?: string | undefined;
  passkey?: PasskeySignature | undefined;
}

/**
 * Counts a try at a code, five in 15 minutes; a passkey's signature cannot be guessed and is not counted. Who knows
 * the password and guesses codes is told to the owner by mail, once in that time.
 * @throws too_many_requests
 */
export async function countProof(
  ctx: Pick<Context, 'db'>,
  userId: string,
  { passkey }: FactorProof,
  challengeHash?: Buffer,
): Promise<{ succeeded(): Promise<void> }> {
  if (passkey) return { succeeded: async () => {} };
  try {
    return await countCodeTry(ctx, userId, challengeHash);
  } catch (problem) {
    const first = await attempt(ctx, [{ subject: `factor-mail:${userId}`, limit: 1, windowSeconds: 900 }]);
    if (first.allowed) await ctx.db.transaction((tx) => mailNotice(tx, userId, 'codesGuessed'));
    throw problem;
  }
}

/**
 * Which factor was shown, used up where it may be used once; undefined when it is wrong. The user's row of factors
 * must be locked.
 */
export async function takeProof(
  tx: Transaction,
  ctx: Needs,
  user: Pick<User, 'id' | 'partyId'>,
  { code, recoveryCode, passkey }: FactorProof,
  {
    passkeyChallenge,
    totpSecrets: secrets,
    request,
  }: {
    passkeyChallenge: string | null;
    totpSecrets: ReadonlyMap<string, Uint8Array>;
    request: FastifyRequest;
  },
): Promise<'totp' | 'recovery_code' | 'passkey' | undefined> {
  if (code !== undefined)
    return (await takeTotp(tx, ctx, { userId: user.id, code, secrets })) ? 'totp' : undefined;
  if (passkey) {
    const step = { answer: passkey, challenge: passkeyChallenge ?? '', userId: user.id };
    const taken = passkeyChallenge !== null && (await takePasskey(tx, ctx, relyingParty(ctx, request), step));
    return taken ? 'passkey' : undefined;
  }
  if (recoveryCode === undefined || !(await takeRecoveryCode(tx, ctx, user.id, recoveryCode)))
    return undefined;
  const { recoveryCodesLeft } = await summarizeFactors(tx, user.id);
  await tellFactorChange(tx, ctx, {
    userId: user.id,
    event: factorEvents.recoveryCodeUsed,
    payload: { left: recoveryCodesLeft },
    actor: personOf(user.id, user.partyId),
    origin: originOf(request),
    mail: 'recoveryCodeUsed',
  });
  return 'recovery_code';
}

/** Told on the pool: what led to it is rolled back. @throws factor_refused always */
export async function refuseProof(
  ctx: Pick<Context, 'db' | 'clock' | 'rng'>,
  request: FastifyRequest,
  userId: string,
  operation: string,
): Promise<never> {
  await securityEvent(ctx.db.sql, ctx, {
    kind: 'factor',
    outcome: 'failure',
    operation,
    subject: { entity: 'user', id: userId },
    ...originOf(request),
  });
  throw factorErrors.factor_refused('It is wrong, used already, or too old. Try again.');
}
