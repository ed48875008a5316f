import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { openChallenge } from '../factor-challenges.ts';
import { passkeyOptions } from '../factor-schema.ts';
import { passkeyLoginOptions, relyingParty } from '../passkeys.ts';

export const startPasskeyLogin = defineRoute({
  operation: 'accounts.startPasskeyLogin',
  method: 'POST',
  path: '/v1/sessions/passkey/options',
  summary: 'What a browser needs to log in by a passkey alone; public because nobody is logged in yet',
  permission: PUBLIC,
  ownAuthorization: true,
  body: z.strictObject({}),
  response: z
    .strictObject({ challenge: z.string(), expiresAt: z.iso.datetime(), options: passkeyOptions })
    .meta({ id: 'PasskeyLogin' }),
  async handler({ ctx, tx, request }) {
    const passkeyChallenge = ctx.rng.bytes(32);
    const { challenge, expiresAt } = await openChallenge(tx, ctx, {
      purpose: 'passkey_login',
      userId: null,
      passkeyChallenge,
    });
    const options = await passkeyLoginOptions(relyingParty(ctx, request), passkeyChallenge, []);
    return { challenge, expiresAt: expiresAt.toISOString(), options };
  },
});
