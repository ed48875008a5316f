import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../../platform/context.ts';
import { openTotpSecrets } from '../factor-answers.ts';
import { requireChallenge } from '../factor-challenges.ts';
import { tellFactorChange } from '../factor-changes.ts';
import { factorErrors } from '../factor-errors.ts';
import { factorEvents } from '../factor-events.ts';
import { takeProof, type FactorProof } from '../factor-proof.ts';
import { closeChallenge } from '../queries/factor-challenges.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import { findUser, type User } from '../queries/users.ts';
import { rememberDevice } from '../remembered-device.ts';
import { originOf } from '../request-origin.ts';
import { personOf, startSession, type StartedSession } from './startSession.ts';

/** How the login began, as its challenge kept it. */
const begun = z.strictObject({
  device: z.strictObject({
    name: z.string().nullable(),
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
  }),
  transport: z.enum(['cookie', 'body']),
  factors: z.array(z.string()),
});

export interface AnsweredLogin {
  user: User;
  started: StartedSession;
  rememberToken: string | undefined;
}

/**
 * The second step of a login, in a transaction of its own: of two right answers at once one begins a session.
 * @returns undefined when the answer is wrong; the step stays open then
 * @throws challenge_over
 */
export async function answerChallenge(
  ctx: Context,
  request: FastifyRequest,
  {
    challenge,
    userId,
    proof,
    remember,
  }: { challenge: string; userId: string; proof: FactorProof; remember: boolean },
): Promise<AnsweredLogin | undefined> {
  const totpSecrets = await openTotpSecrets(ctx, userId);
  return ctx.db.transaction(async (tx) => {
    await lockFactorState(tx, userId);
    const step = await requireChallenge(tx, ctx, challenge, 'second_step');
    const user = await findUser(tx, userId);
    if (!user || user.deactivatedAt) throw factorErrors.challenge_over('Begin again.');
    const { passkeyChallenge } = step;
    const shown = await takeProof(tx, ctx, user, proof, { passkeyChallenge, totpSecrets, request });
    if (!shown) return undefined;
    await closeChallenge(tx, step.hash, ctx.clock.now());
    const { device, transport, factors } = begun.parse(step.details);
    const remembered = remember ? await rememberDevice(tx, ctx, userId, device) : undefined;
    if (remembered)
      await tellFactorChange(tx, ctx, {
        userId,
        event: factorEvents.deviceRemembered,
        payload: { deviceId: remembered.id },
        actor: personOf(userId, user.partyId),
        origin: originOf(request),
        mail: 'deviceRemembered',
      });
    const started = await startSession(tx, ctx, { user, device, transport, factors: [...factors, shown] });
    return { user, started, rememberToken: remembered?.token };
  });
}
