import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { findDriver } from '../queries/drivers.ts';
import { listOpenDeliveries } from '../queries/routes.ts';
import { openStops } from '../rules/open-stops.ts';
import { committedRoute, showStop } from '../rules/show-route.ts';

export const getRoute = defineRoute({
  operation: 'deliveries.getRoute',
  method: 'GET',
  path: '/v1/drivers/{id}/route',
  summary:
    'The stops that a driver has still to visit, in the committed order; what is in no route yet comes last',
  permission: 'driver:read',
  params: idParams,
  query: z.strictObject({}),
  response: committedRoute,
  async handler({ sql, params, actor, scope }) {
    const driver = await findDriver(sql, params.id, { actor, scope });
    if (!driver) throw platformErrors.not_found(`There is no driver ${params.id} that you may see.`);
    return { items: openStops(await listOpenDeliveries(sql, driver.id)).map(showStop) };
  },
});
