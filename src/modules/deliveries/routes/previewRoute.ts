import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams, point } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { routeBase, timeRoute } from '../actions/timeRoute.ts';
import { findDriver } from '../queries/drivers.ts';
import { listOpenDeliveries } from '../queries/routes.ts';
import { openStops, seenFirst } from '../rules/open-stops.ts';
import { planRoute } from '../rules/plan-route.ts';
import { showRoute, timedRoute } from '../rules/show-route.ts';

export const previewRoute = defineRoute({
  operation: 'deliveries.previewRoute',
  method: 'POST',
  path: '/v1/drivers/{id}/route-previews',
  summary: "A good order of the driver's open stops, beside the present one; changes nothing",
  description:
    'Pick-ups come before their drop-offs, promised windows weigh more than distance, and stops that the driver has seen stay first, in their order.',
  permission: 'route:plan',
  transaction: false,
  audited: false,
  params: idParams,
  body: z.strictObject({
    start: point.optional().meta({ description: 'Default: where the driver was last' }),
  }),
  response: z.strictObject({ proposed: timedRoute.nullable(), present: timedRoute.nullable() }),
  async handler({ ctx, sql, params, body, actor, scope }) {
    const driver = await findDriver(sql, params.id, { actor, scope });
    if (!driver) throw platformErrors.not_found(`There is no driver ${params.id} that you may see.`);
    const { stops, seen } = seenFirst(openStops(await listOpenDeliveries(sql, driver.id)));
    if (stops.length === 0) return { proposed: null, present: null };
    const base = await routeBase(sql, { driver, stops, fixed: seen, start: body.start }, ctx);
    const proposed = timeRoute(stops, planRoute(base.problem), base);
    const planned = stops.every(({ position }) => position !== null);
    const present = planned ? timeRoute(stops, [...stops.keys()], base) : undefined;
    return { proposed: showRoute(proposed), present: present ? showRoute(present) : null };
  },
});
