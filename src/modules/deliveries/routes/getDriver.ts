import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findDriver } from '../queries/drivers.ts';
import { showDriver } from '../rules/show.ts';
import { driver } from '../schema.ts';

export const getDriver = defineRoute({
  operation: 'deliveries.getDriver',
  method: 'GET',
  path: '/v1/drivers/{id}',
  summary: 'One driver',
  permission: 'driver:read',
  params: idParams,
  query: z.strictObject({}),
  response: driver,
  async handler({ sql, params, actor, scope }) {
    const row = await findDriver(sql, params.id, { actor, scope });
    if (!row) throw platformErrors.not_found(`There is no driver ${params.id} that you may see.`);
    return new Answer(showDriver(row), { etag: versionTag(row.version) });
  },
});
