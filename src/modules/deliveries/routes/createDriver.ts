import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { createDriver as create } from '../actions/createDriver.ts';
import { showDriver } from '../rules/show.ts';
import { driver, newDriver } from '../schema.ts';

export const createDriver = defineRoute({
  operation: 'deliveries.createDriver',
  method: 'POST',
  path: '/v1/drivers',
  summary: 'Add a driver',
  permission: 'driver:manage',
  body: newDriver,
  response: driver,
  status: 201,
  problems: ['id_taken'],
  async handler({ ctx, tx, body, actor }) {
    const created = await create(tx, body, actor, ctx);
    return new Answer(showDriver(created), {
      location: `/v1/drivers/${created.id}`,
      etag: versionTag(created.version),
    });
  },
});
