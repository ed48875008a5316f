import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { findShift } from '../queries/shifts.ts';
import { shift, showShift } from '../rules/show-shift.ts';

export const getShift = defineRoute({
  operation: 'deliveries.getShift',
  method: 'GET',
  path: '/v1/shifts/{id}',
  summary: 'One shift',
  permission: 'driver:read',
  params: idParams,
  query: z.strictObject({}),
  response: shift,
  async handler({ sql, params, actor, scope }) {
    const row = await findShift(sql, params.id, { actor, scope });
    if (!row) throw platformErrors.not_found(`There is no shift ${params.id} that you may see.`);
    return new Answer(showShift(row), { etag: versionTag(row.version) });
  },
});
