import { z } from 'zod';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { requireRecentLogin } from '../factor-account.ts';
import { totpSecretPlace } from '../factor-answers.ts';
import { factorErrors } from '../factor-errors.ts';
import { factorName } from '../factor-schema.ts';
import { lockFactorState } from '../queries/factor-states.ts';
import { insertTotp } from '../queries/factor-totps.ts';
import { totpSecretBytes, totpSecretText, totpUri } from '../rules/totp.ts';

const most = 5;

export const startTotp = defineRoute({
  operation: 'accounts.startTotp',
  method: 'POST',
  path: '/v1/me/factors/totp',
  summary: 'Begin to set up an authenticator app',
  description:
    'The secret is shown this once. It counts as soon as a code of the app confirms it; what was begun before and not confirmed is forgotten.',
  permission: 'factor:manage',
  // An Idempotency-Key would keep the answer, and with it the secret in the clear.
  transaction: false,
  secretAnswer: true,
  body: z.strictObject({ name: factorName.optional() }),
  response: z
    .strictObject({
      id,
      secret: z.string().meta({ description: 'base32, for typing into the app' }),
      uri: z.string().meta({ description: 'otpauth://, what the QR code says' }),
      qrSvg: z.string(),
    })
    .meta({ id: 'TotpSetup' }),
  status: 201,
  problems: ['recent_login_needed', 'too_many_factors'],
  async handler({ ctx, actor, body }) {
    const secret = ctx.rng.bytes(totpSecretBytes);
    const factorId = newId(ctx);
    const { mail } = await ctx.db.transaction(async (tx) => {
      const { user, summary } = await requireRecentLogin(tx, ctx, actor);
      if (summary.totpCount >= most)
        throw factorErrors.too_many_factors(`There may be ${most} authenticator apps. Remove one first.`);
      await lockFactorState(tx, user.id);
      await insertTotp(tx, {
        id: factorId,
        userId: user.id,
        name: body.name ?? 'Authenticator app',
        secret: ctx.secrets.seal(totpSecretPlace(factorId), secret),
        createdAt: ctx.clock.now(),
      });
      return user;
    });
    const { toSVG } = await import('bwip-js/node');
    const uri = totpUri(secret, { account: mail, issuer: 'Caravan' });
    return {
      id: factorId,
      secret: totpSecretText(secret),
      uri,
      qrSvg: toSVG({ bcid: 'qrcode', text: uri, scale: 3 }),
    };
  },
});
