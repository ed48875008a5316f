import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { deliveriesEvents } from '../events.ts';
import { lockDriver, updateDriver } from '../queries/drivers.ts';
import { listOpenDeliveries, markSeen } from '../queries/routes.ts';
import { openStops } from '../rules/open-stops.ts';
import { committedRoute, showStop } from '../rules/show-route.ts';

export const markRouteSeen = defineRoute({
  operation: 'deliveries.markRouteSeen',
  method: 'POST',
  path: '/v1/drivers/{id}/route/actions/markSeen',
  summary: "The driver's phone has shown the route: what it showed is not moved any more",
  permission: 'driver:work',
  params: idParams,
  body: z.strictObject({}),
  response: committedRoute,
  async handler({ ctx, tx, params, actor, scope }) {
    const driver = await lockDriver(tx, params.id, { actor, scope });
    if (!driver) throw platformErrors.not_found(`There is no driver ${params.id} that you may see.`);
    const now = ctx.clock.now();
    const stops = await markSeen(tx, driver.id, now);
    if (stops > 0) {
      const { version } = await updateDriver(tx, driver.id, { version: driver.version + 1, updatedAt: now });
      const event = {
        event: deliveriesEvents.routeSeen,
        subject: { entity: 'driver', id: driver.id },
        sequence: version,
        actor,
        action: 'markRouteSeen',
        fromState: driver.state,
        toState: driver.state,
        payload: { driverId: driver.id, stops },
      };
      await publish(tx, [event], ctx);
    }
    return { items: openStops(await listOpenDeliveries(tx, driver.id)).map(showStop) };
  },
});
