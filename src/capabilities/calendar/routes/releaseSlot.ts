import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { releaseSlot as release } from '../actions/changeSlots.ts';
import { requireOwnSlot } from '../actions/requireSlot.ts';

export const releaseSlot = defineRoute({
  operation: 'calendar.releaseSlot',
  method: 'DELETE',
  path: '/v1/slots/{id}',
  summary: 'Free a time that was blocked by hand',
  permission: 'calendar:write',
  params: idParams,
  problems: ['slot_held_elsewhere'],
  async handler({ ctx, tx, params, actor, scope }) {
    await requireOwnSlot(tx, params.id, { actor, scope });
    await release(tx, params.id, actor, ctx);
  },
});
