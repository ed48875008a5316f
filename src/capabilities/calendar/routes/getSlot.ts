import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { requireSlot } from '../actions/requireSlot.ts';
import { showSlot } from '../rules/show.ts';
import { slot } from '../schema.ts';

export const getSlot = defineRoute({
  operation: 'calendar.getSlot',
  method: 'GET',
  path: '/v1/slots/{id}',
  summary: 'One slot, and what holds it',
  permission: 'calendar:read',
  params: idParams,
  response: slot,
  async handler({ sql, params, actor, scope }) {
    const row = await requireSlot(sql, params.id, { actor, scope });
    return new Answer(showSlot(row), { etag: versionTag(row.version) });
  },
});
