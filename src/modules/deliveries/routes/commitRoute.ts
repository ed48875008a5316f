import { z } from 'zod';
import { id, idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { commitRoute as commit } from '../actions/commitRoute.ts';
import { showRoute, timedRoute } from '../rules/show-route.ts';

export const commitRoute = defineRoute({
  operation: 'deliveries.commitRoute',
  method: 'POST',
  path: '/v1/drivers/{id}/routes',
  summary: "Make an order of all open stops the driver's route",
  permission: 'route:plan',
  params: idParams,
  body: z.strictObject({
    stops: z
      .array(z.strictObject({ deliveryId: id, kind: z.enum(['pickup', 'dropoff']) }))
      .min(1)
      .max(400),
  }),
  response: timedRoute,
  problems: ['route_not_possible'],
  async handler({ ctx, tx, params, body, actor }) {
    return showRoute(await commit(tx, { driverId: params.id, order: body.stops, actor }, ctx));
  },
});
