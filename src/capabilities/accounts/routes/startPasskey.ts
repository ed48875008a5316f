import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireRecentLogin } from '../factor-account.ts';
import { openChallenge } from '../factor-challenges.ts';
import { factorErrors } from '../factor-errors.ts';
import { passkeyOptions } from '../factor-schema.ts';
import { newPasskeyOptions, relyingParty } from '../passkeys.ts';
import { listPasskeys } from '../queries/factor-passkeys.ts';

const most = 20;

export const startPasskey = defineRoute({
  operation: 'accounts.startPasskey',
  method: 'POST',
  path: '/v1/me/factors/passkeys/options',
  summary: 'What a browser needs to make a passkey',
  permission: 'factor:manage',
  body: z.strictObject({}),
  response: z
    .strictObject({ challenge: z.string(), expiresAt: z.iso.datetime(), options: passkeyOptions })
    .meta({ id: 'PasskeySetup' }),
  problems: ['recent_login_needed', 'too_many_factors'],
  async handler({ ctx, tx, actor, request }) {
    const { user } = await requireRecentLogin(tx, ctx, actor);
    const existing = await listPasskeys(tx, user.id);
    if (existing.length >= most)
      throw factorErrors.too_many_factors(`There may be ${most} passkeys. Remove one first.`);
    const passkeyChallenge = ctx.rng.bytes(32);
    const { challenge, expiresAt } = await openChallenge(tx, ctx, {
      purpose: 'new_passkey',
      userId: user.id,
      passkeyChallenge,
    });
    const options = await newPasskeyOptions(relyingParty(ctx, request), user, existing, passkeyChallenge);
    return { challenge, expiresAt: expiresAt.toISOString(), options };
  },
});
