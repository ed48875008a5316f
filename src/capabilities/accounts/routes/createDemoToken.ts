import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { accountsConfig } from '../config.ts';
import { defaultRoles } from '../rules/grants.ts';
import { openTokens } from '../tokens.ts';

const ttlSeconds = 12 * 3600;

export const createDemoToken = defineRoute({
  operation: 'accounts.createDemoToken',
  method: 'POST',
  path: '/v1/demo/tokens',
  summary: 'Become anyone: in demo mode only, public so that the demo needs no login',
  description:
    'Dangerous on purpose. While CARAVAN_DEMO is true, whoever reaches this address may act as any party in any role. Otherwise it answers 404.',
  permission: PUBLIC,
  transaction: false,
  body: z.strictObject({
    role: z.enum(defaultRoles),
    partyId: id.optional().meta({ description: 'Whom to be; default: a new party' }),
  }),
  response: z.strictObject({
    token: z.string(),
    role: z.enum(defaultRoles),
    partyId: id,
    expiresAt: z.iso.datetime(),
  }),
  status: 201,
  problems: ['not_found'],
  secretAnswer: true,
  async handler({ ctx, body: { role, partyId = newId(ctx) } }) {
    if (!ctx.config.get(accountsConfig).demo)
      throw platformErrors.not_found('Demo tokens exist in demo mode only. Make one with: caravan token');
    const expiresAt = new Date(ctx.clock.nowMs() + ttlSeconds * 1000).toISOString();
    const tokens = await openTokens(ctx);
    const subject = { userId: partyId, partyId, companyIds: [], regionIds: [], roles: [role] };
    return { token: await tokens.issueDemo(subject, ttlSeconds), role, partyId, expiresAt };
  },
});
