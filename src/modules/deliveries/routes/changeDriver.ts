import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { changeDriver as change } from '../actions/changeDriver.ts';
import { showDriver } from '../rules/show.ts';
import { driver, driverPatch } from '../schema.ts';

export const changeDriver = defineRoute({
  operation: 'deliveries.changeDriver',
  method: 'PATCH',
  path: '/v1/drivers/{id}',
  summary: 'Change a driver',
  permission: 'driver:manage',
  params: idParams,
  body: driverPatch,
  response: driver,
  problems: ['precondition_failed'],
  async handler({ ctx, tx, params, body, actor, ifVersion }) {
    const changed = await change(tx, { id: params.id, patch: body, ifVersion, actor }, ctx);
    return new Answer(showDriver(changed), { etag: versionTag(changed.version) });
  },
});
