import { z } from 'zod';
import { Answer, defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { followDelivery } from '../actions/followDelivery.ts';
import { tracked, trackParams } from '../schema.ts';

export const trackDelivery = defineRoute({
  operation: 'deliveries.trackDelivery',
  method: 'GET',
  path: '/v1/track/{token}',
  summary: 'Follow one delivery; public, for the token is the right to see it',
  description:
    'When there is nothing to follow any more the problem `tracking_ended` says by `ending` (`delivered`, `cancelled`, `returned`, `expired`) why, by `may` whether it can still be rated, and by `operator` who delivered.',
  permission: PUBLIC,
  params: trackParams,
  limit: { name: 'track', windowSeconds: 60, guest: 120, user: 240 },
  query: z.strictObject({}),
  response: tracked,
  problems: ['not_found', 'tracking_ended'],
  async handler({ ctx, params }) {
    const body = await followDelivery(params.token, ctx);
    return new Answer(body, { headers: { 'referrer-policy': 'no-referrer' } });
  },
});
