import type { FastifyRequest } from 'fastify';
import type { Context } from '../../../platform/context.ts';
import { openTotpSecrets } from '../factor-answers.ts';
import { requireChallenge } from '../factor-challenges.ts';
import { takeProof, type FactorProof } from '../factor-proof.ts';
import { passwordsOf } from '../passwords.ts';
import { closeChallenge } from '../queries/factor-challenges.ts';
import { setConfirmed } from '../queries/factor-sessions.ts';
import { lockFactorState, type FactorSummary } from '../queries/factor-states.ts';
import type { User } from '../queries/users.ts';
import { confirmationMethods } from '../rules/recent-login.ts';

export interface Confirmation {
  user: User;
  summary: FactorSummary;
  sessionId: string;
  proof: FactorProof & { password?: string | undefined; challenge?: string | undefined };
}

/**
 * Whether what was shown is right; the session counts as recent from now on then.
 * @throws challenge_over
 */
export async function confirmLogin(
  ctx: Context,
  request: FastifyRequest,
  { user, summary, sessionId, proof }: Confirmation,
): Promise<boolean> {
  const { password, challenge, passkey } = proof;
  if (password !== undefined) {
    const enough = confirmationMethods(summary, user.passwordHash !== null).includes('password');
    if (!enough || !(await passwordsOf(ctx).verify(user.passwordHash, password))) return false;
    await ctx.db.transaction((tx) => setConfirmed(tx, sessionId, ctx.clock.now()));
    return true;
  }
  const totpSecrets = await openTotpSecrets(ctx, user.id);
  return ctx.db.transaction(async (tx) => {
    await lockFactorState(tx, user.id);
    const step = passkey && (await requireChallenge(tx, ctx, challenge ?? '', 'confirmation'));
    if (step && step.userId !== user.id) return false;
    const passkeyChallenge = step?.passkeyChallenge ?? null;
    if (!(await takeProof(tx, ctx, user, proof, { passkeyChallenge, totpSecrets, request }))) return false;
    if (step) await closeChallenge(tx, step.hash, ctx.clock.now());
    await setConfirmed(tx, sessionId, ctx.clock.now());
    return true;
  });
}
