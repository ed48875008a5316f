import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { deliveriesConfig } from '../config.ts';
import { findDriver } from '../queries/drivers.ts';
import { showDriver } from '../rules/show.ts';
import { driver } from '../schema.ts';

const driverWithOffice = driver
  .extend({
    dispatchPhone: z.string().nullable().meta({ description: 'Whom drivers call; null: nobody is named' }),
  })
  .meta({ id: 'DriverWithOffice' });

export const getDriver = defineRoute({
  operation: 'deliveries.getDriver',
  method: 'GET',
  path: '/v1/drivers/{id}',
  summary: 'One driver',
  permission: 'driver:read',
  params: idParams,
  query: z.strictObject({}),
  response: driverWithOffice,
  async handler({ ctx, sql, params, actor, scope }) {
    const row = await findDriver(sql, params.id, { actor, scope });
    if (!row) throw platformErrors.not_found(`There is no driver ${params.id} that you may see.`);
    const dispatchPhone = ctx.config.get(deliveriesConfig).dispatchPhone || null;
    return new Answer({ ...showDriver(row), dispatchPhone }, { etag: versionTag(row.version) });
  },
});
