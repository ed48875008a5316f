import { z } from 'zod';
import { id, idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createTrackingLink as create } from '../actions/createTrackingLink.ts';

const defaultTtlSeconds = 7 * 86_400;

export const createTrackingLink = defineRoute({
  operation: 'deliveries.createTrackingLink',
  method: 'POST',
  path: '/v1/deliveries/{id}/tracking-links',
  summary: 'A link with which anyone may follow the delivery until it ends',
  description:
    'The token is in this answer alone: only its hash is stored, and an answer kept for an Idempotency-Key is sealed. Asked without the same key, each call makes another link.',
  permission: 'delivery:track',
  secretAnswer: true,
  params: idParams,
  body: z.strictObject({
    ttlSeconds: z
      .int()
      .min(60)
      .max(90 * 86_400)
      .optional()
      .meta({ description: 'Default: a week' }),
  }),
  response: z
    .strictObject({
      id,
      token: z.string(),
      path: z.string().meta({ description: 'Of the answer for machines' }),
      pagePath: z.string().meta({ description: 'Of the page for people; this is what to send them' }),
      expiresAt: z.iso.datetime(),
    })
    .meta({ id: 'TrackingLink' }),
  status: 201,
  problems: ['tracking_ended'],
  async handler({ ctx, tx, params, body, actor, scope }) {
    const { ttlSeconds = defaultTtlSeconds } = body;
    const asked = { deliveryId: params.id, ttlSeconds, actor, scope };
    const { link, token } = await create(tx, asked, ctx);
    const [path, pagePath] = [`/v1/track/${token}`, `/track/${token}`];
    return new Answer({ id: link.id, token, path, pagePath, expiresAt: link.expiresAt.toISOString() });
  },
});
