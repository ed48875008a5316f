import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { issueTicket, TICKET_SECONDS } from '../tickets.ts';

export const createTicket = defineRoute({
  operation: 'live.createTicket',
  method: 'POST',
  path: '/v1/live/tickets',
  summary: 'Get a ticket that opens the live socket once',
  description:
    'Connect to `/v1/live?ticket=…` within the minute. The socket has the rights of whoever asked for the ticket.',
  permission: 'live:connect',
  response: z.strictObject({
    ticket: z.string(),
    expiresInSeconds: z.int(),
    path: z.literal('/v1/live'),
  }),
  status: 201,
  async handler({ ctx, actor, tx }) {
    const ticket = await issueTicket(tx, ctx, actor);
    return { ticket, expiresInSeconds: TICKET_SECONDS, path: '/v1/live' as const };
  },
});
