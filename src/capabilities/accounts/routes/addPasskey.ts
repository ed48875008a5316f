import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { requireRecentLogin } from '../factor-account.ts';
import { requireChallenge } from '../factor-challenges.ts';
import { settleNewFactor, tellFactorChange } from '../factor-changes.ts';
import { factorErrors } from '../factor-errors.ts';
import { factorEvents } from '../factor-events.ts';
import {
  challengeToken,
  factorName,
  newPasskeyAnswer,
  passkeyFactor,
  recoveryCodes,
} from '../factor-schema.ts';
import { relyingParty, verifyNewPasskey } from '../passkeys.ts';
import { closeChallenge } from '../queries/factor-challenges.ts';
import { insertPasskey } from '../queries/factor-passkeys.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import { originOf } from '../request-origin.ts';
import { showPasskey } from '../rules/factor-show.ts';

export const addPasskey = defineRoute({
  operation: 'accounts.addPasskey',
  method: 'POST',
  path: '/v1/me/factors/passkeys',
  summary: 'Keep the passkey that the browser made; it counts from now on',
  permission: 'factor:manage',
  // An Idempotency-Key would keep the answer, and with it recovery codes in the clear.
  transaction: false,
  secretAnswer: true,
  body: z.strictObject({
    challenge: challengeToken,
    name: factorName.optional(),
    passkey: newPasskeyAnswer,
  }),
  response: z
    .strictObject({ factor: passkeyFactor, recoveryCodes: recoveryCodes.optional() })
    .meta({ id: 'NewPasskey' }),
  status: 201,
  problems: ['recent_login_needed', 'challenge_over', 'passkey_refused', 'passkey_taken'],
  async handler({ ctx, actor, body, request }) {
    return ctx.db.transaction(async (tx) => {
      const { user } = await requireRecentLogin(tx, ctx, actor);
      await lockFactorState(tx, user.id);
      const step = await requireChallenge(tx, ctx, body.challenge, 'new_passkey');
      if (step.userId !== user.id || step.passkeyChallenge === null)
        throw factorErrors.challenge_over('Begin again.');
      const verified = await verifyNewPasskey(
        relyingParty(ctx, request),
        body.passkey,
        step.passkeyChallenge,
      );
      if (!verified)
        throw factorErrors.passkey_refused('What the browser answered does not fit this page and step.');
      const now = ctx.clock.now();
      const row = {
        ...verified,
        id: newId(ctx),
        userId: user.id,
        name: body.name ?? 'Passkey',
        createdAt: now,
      };
      if (!(await insertPasskey(tx, row)))
        throw factorErrors.passkey_taken('This passkey belongs to an account already.');
      await closeChallenge(tx, step.hash, now);
      const codes = await settleNewFactor(tx, ctx, user.id);
      await tellFactorChange(tx, ctx, {
        userId: user.id,
        event: factorEvents.factorAdded,
        payload: { factorId: row.id, kind: 'passkey' },
        actor,
        origin: originOf(request),
        mail: 'passkeyAdded',
      });
      return { factor: showPasskey({ ...row, lastUsedAt: null }), ...(codes && { recoveryCodes: codes }) };
    });
  },
});
