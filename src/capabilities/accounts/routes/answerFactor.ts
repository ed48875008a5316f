import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { answerChallenge } from '../actions/answerChallenge.ts';
import { factorErrors } from '../factor-errors.ts';
import { countProof, refuseProof } from '../factor-proof.ts';
import { challengeToken, proofFields } from '../factor-schema.ts';
import { knowDevice } from '../login-throttle.ts';
import { findChallengeUser } from '../queries/factor-challenges.ts';
import { setRememberedCookie } from '../remembered-device.ts';
import { hashToken } from '../rules/secret-token.ts';
import { session } from '../schema.ts';
import { answerSession } from '../session-answer.ts';

export const answerFactor = defineRoute({
  operation: 'accounts.answerFactor',
  method: 'POST',
  path: '/v1/sessions/factor',
  summary: 'The second step of a login; public because the login is not done yet',
  description:
    'With one of `code`, `recoveryCode` and `passkey`. Five wrong codes hold up codes for 15 minutes; a passkey works all the same.',
  permission: PUBLIC,
  ownAuthorization: true,
  // Tries count also when the rest is rolled back.
  transaction: false,
  secretAnswer: true,
  readsCookie: true,
  body: z
    .strictObject({
      challenge: challengeToken,
      ...proofFields,
      rememberDevice: z
        .boolean()
        .optional()
        .meta({ description: 'Not to be asked again for 30 days in this browser or app' }),
    })
    .refine(
      ({ code, recoveryCode, passkey }) =>
        [code, recoveryCode, passkey].filter((proof) => proof !== undefined).length === 1,
      'must have one of code, recoveryCode and passkey',
    ),
  response: session,
  status: 201,
  problems: ['challenge_over', 'factor_refused'],
  async handler({ ctx, sql, body, request, reply }) {
    const { challenge, rememberDevice: remember = false, ...proof } = body;
    const hash = hashToken(challenge);
    const userId = await findChallengeUser(sql, hash, ctx.clock.now());
    if (userId === undefined) throw factorErrors.challenge_over('Log in again.');
    const counted = await countProof(ctx, userId, proof, hash);
    const answered = await answerChallenge(ctx, request, { challenge, userId, proof, remember });
    if (!answered) return refuseProof(ctx, request, userId, 'accounts.answerFactor');
    await counted.succeeded();
    const { user, started, rememberToken } = answered;
    const { deviceToken } = await knowDevice(ctx, user.mail);
    if (rememberToken === undefined)
      return answerSession({ request, reply }, started, ctx, { status: 201, deviceToken });
    const inBody = started.transport === 'body';
    if (!inBody) setRememberedCookie(request, reply, rememberToken);
    const outcome = inBody ? { ...started, body: { ...started.body, rememberToken } } : started;
    return answerSession({ request, reply }, outcome, ctx, { status: 201, deviceToken });
  },
});
