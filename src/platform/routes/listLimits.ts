import { z } from 'zod';
import { queryInteger } from '../http/fields.ts';
import { defineRoute } from '../http/route.ts';
import { limitsOf } from '../limits/limits.ts';
import { listAttempts } from '../limits/queries/attempts.ts';

const usage = z
  .strictObject({
    subject: z.string().meta({ description: '`user:…`, `key:…` or `address:…`' }),
    quota: z.string().meta({ description: 'Name of the limit, as in the RateLimit headers' }),
    used: z.int(),
    limit: z.int(),
    limited: z.boolean().meta({ description: 'Is being refused now' }),
    backInSeconds: z.int().meta({ description: 'Until some of it comes back' }),
  })
  .meta({ id: 'LimitUsage' });

export const listLimits = defineRoute({
  operation: 'platform.listLimits',
  method: 'GET',
  path: '/v1/limits',
  summary: 'Who is held up by the limits now, and who uses most of theirs',
  description:
    'The largest shares first. With Redis for all nodes together, without it for the process that answers. `tries` are those of logins, whose subjects are hashes.',
  permission: 'limit:read',
  query: z.strictObject({ limit: queryInteger(1, 200).default(50) }),
  response: z.strictObject({
    countedBy: z.enum(['off', 'memory', 'redis', 'memory, redis is lost']),
    items: z.array(usage),
    tries: z.array(z.strictObject({ subject: z.string(), used: z.int() })),
  }),
  async handler({ ctx, sql, query }) {
    const limits = limitsOf(ctx);
    const items = (await limits?.usage(query.limit)) ?? [];
    return {
      countedBy: limits?.countedBy() ?? ('off' as const),
      items: items.map(({ backInMs, ...rest }) => ({
        ...rest,
        limited: rest.used >= rest.limit,
        backInSeconds: Math.ceil(backInMs / 1000),
      })),
      tries: await listAttempts(sql, query.limit),
    };
  },
});
