import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { securityEvent } from '../../audit/api.ts';
import { startSession } from '../actions/startSession.ts';
import { takePasskey } from '../factor-answers.ts';
import { requireChallenge } from '../factor-challenges.ts';
import { factorErrors } from '../factor-errors.ts';
import { challengeToken, passkeyAnswer } from '../factor-schema.ts';
import { knowDevice } from '../login-throttle.ts';
import { relyingParty } from '../passkeys.ts';
import { closeChallenge } from '../queries/factor-challenges.ts';
import { findUser } from '../queries/users.ts';
import { originOf } from '../request-origin.ts';
import { session, transport } from '../schema.ts';
import { answerSession, deviceOf } from '../session-answer.ts';

export const loginWithPasskey = defineRoute({
  operation: 'accounts.loginWithPasskey',
  method: 'POST',
  path: '/v1/sessions/passkey',
  summary: 'Log in by a passkey alone; public because nobody is logged in yet',
  description: 'It is both factors at once: the device that holds it has checked who uses it.',
  permission: PUBLIC,
  ownAuthorization: true,
  // An Idempotency-Key would keep the answer, and with it the tokens.
  transaction: false,
  secretAnswer: true,
  readsCookie: true,
  body: z.strictObject({
    challenge: challengeToken,
    passkey: passkeyAnswer,
    transport: transport.optional(),
    deviceName: z.string().trim().min(1).max(80).optional(),
  }),
  response: session,
  status: 201,
  problems: ['challenge_over', 'factor_refused'],
  async handler({ ctx, body, request, reply }) {
    const done = await ctx.db.transaction(async (tx) => {
      const step = await requireChallenge(tx, ctx, body.challenge, 'passkey_login');
      const answer = { answer: body.passkey, challenge: step.passkeyChallenge ?? '', userId: null };
      const passkey = await takePasskey(tx, ctx, relyingParty(ctx, request), answer);
      const user = passkey && (await findUser(tx, passkey.userId));
      if (!user || user.deactivatedAt) return undefined;
      await closeChallenge(tx, step.hash, ctx.clock.now());
      const started = await startSession(tx, ctx, {
        user,
        device: deviceOf(request, body.deviceName),
        transport: body.transport ?? 'cookie',
        factors: ['passkey'],
      });
      return { user, started };
    });
    if (!done) {
      const denied = { kind: 'login', outcome: 'failure', operation: 'accounts.loginWithPasskey' } as const;
      await securityEvent(ctx.db.sql, ctx, { ...denied, ...originOf(request) });
      throw factorErrors.factor_refused('This passkey lets nobody in here. Log in another way.');
    }
    const { deviceToken } = await knowDevice(ctx, done.user.mail);
    return answerSession({ request, reply }, done.started, ctx, { status: 201, deviceToken });
  },
});
