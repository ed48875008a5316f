import { z } from 'zod';
import { defineRoute, PUBLIC } from '../http/route.ts';

export const liveness = defineRoute({
  operation: 'platform.liveness',
  method: 'GET',
  path: '/health/live',
  summary: 'Whether the process answers at all',
  description: 'Public, for supervisors: a process that fails it should be restarted.',
  permission: PUBLIC,
  limit: 'none',
  response: z.strictObject({ status: z.literal('ok') }),
  handler: async () => ({ status: 'ok' as const }),
});
