import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireOwnUser } from '../factor-account.ts';
import { openChallenge } from '../factor-challenges.ts';
import { passkeyOptions } from '../factor-schema.ts';
import { passkeyLoginOptions, relyingParty } from '../passkeys.ts';
import { listPasskeys } from '../queries/factor-passkeys.ts';

export const startConfirmation = defineRoute({
  operation: 'accounts.startConfirmation',
  method: 'POST',
  path: '/v1/me/confirmation/options',
  summary: 'What a browser needs to show again, by a passkey, who one is',
  permission: 'factor:manage',
  body: z.strictObject({}),
  response: z
    .strictObject({ challenge: z.string(), expiresAt: z.iso.datetime(), options: passkeyOptions })
    .meta({ id: 'ConfirmationOptions' }),
  async handler({ ctx, tx, actor, request }) {
    const user = await requireOwnUser(tx, actor);
    const passkeyChallenge = ctx.rng.bytes(32);
    const { challenge, expiresAt } = await openChallenge(tx, ctx, {
      purpose: 'confirmation',
      userId: user.id,
      passkeyChallenge,
    });
    const passkeys = await listPasskeys(tx, user.id);
    const options = await passkeyLoginOptions(relyingParty(ctx, request), passkeyChallenge, passkeys);
    return { challenge, expiresAt: expiresAt.toISOString(), options };
  },
});
