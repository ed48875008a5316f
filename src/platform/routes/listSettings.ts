import { z } from 'zod';
import { defineRoute } from '../http/route.ts';

export const listSettings = defineRoute({
  operation: 'platform.listSettings',
  method: 'GET',
  path: '/v1/settings',
  summary: 'Every setting: its value, where that comes from, and what it means',
  description:
    'Passwords in addresses are shown as ***. They are set in the environment and read at the start.',
  permission: 'setting:read',
  query: z.strictObject({}),
  response: z
    .strictObject({
      items: z.array(
        z.strictObject({
          name: z.string().meta({ description: 'In the environment' }),
          kind: z.string(),
          meaning: z.string(),
          value: z.string(),
          default: z.string(),
          source: z.enum(['default', 'environment', 'command line']),
        }),
      ),
    })
    .meta({ id: 'Settings' }),
  handler: async ({ ctx }) => ({
    items: ctx.config.describe().map(({ env, kind, meaning, value, default: initial, source }) => ({
      name: env,
      kind,
      meaning,
      value: textOf(value),
      default: textOf(initial),
      source,
    })),
  }),
});

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value ?? ''));
