import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { requireChallenge } from '../factor-challenges.ts';
import { challengeToken, passkeyOptions } from '../factor-schema.ts';
import { passkeyLoginOptions, relyingParty } from '../passkeys.ts';
import { setPasskeyChallenge } from '../queries/factor-challenges.ts';
import { listPasskeys } from '../queries/factor-passkeys.ts';
import { tokenOf } from '../rules/secret-token.ts';

export const offerPasskey = defineRoute({
  operation: 'accounts.offerPasskey',
  method: 'POST',
  path: '/v1/sessions/factor/passkey-options',
  summary:
    'What a browser needs to answer the second step by a passkey; public because the login is not done yet',
  permission: PUBLIC,
  ownAuthorization: true,
  body: z.strictObject({ challenge: challengeToken }),
  response: z.strictObject({ options: passkeyOptions }).meta({ id: 'SecondStepPasskeyOptions' }),
  problems: ['challenge_over'],
  async handler({ ctx, tx, body, request }) {
    const step = await requireChallenge(tx, ctx, body.challenge, 'second_step');
    const passkeyChallenge = ctx.rng.bytes(32);
    await setPasskeyChallenge(tx, step.hash, tokenOf(passkeyChallenge));
    const passkeys = step.userId === null ? [] : await listPasskeys(tx, step.userId);
    return { options: await passkeyLoginOptions(relyingParty(ctx, request), passkeyChallenge, passkeys) };
  },
});
