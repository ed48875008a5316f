import { versionTag } from '../../../platform/http/etag.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { moveSlot as move } from '../actions/changeSlots.ts';
import { requireOwnSlot } from '../actions/requireSlot.ts';
import { showSlot } from '../rules/show.ts';
import { slot, slotPatch } from '../schema.ts';

export const moveSlot = defineRoute({
  operation: 'calendar.moveSlot',
  method: 'PATCH',
  path: '/v1/slots/{id}',
  summary: 'Move, extend or shorten a slot that was made by hand',
  permission: 'calendar:write',
  params: idParams,
  body: slotPatch,
  response: slot,
  problems: ['precondition_failed', 'slot_taken', 'slot_invalid', 'slot_held_elsewhere'],
  async handler({ ctx, tx, params, body, actor, scope, ifVersion }) {
    await requireOwnSlot(tx, params.id, { actor, scope });
    const change = {
      id: params.id,
      ifVersion,
      note: body.note,
      ...(body.from && { from: new Date(body.from) }),
      ...(body.to && { to: new Date(body.to) }),
    };
    const row = await move(tx, change, actor, ctx);
    return new Answer(showSlot(row), { etag: versionTag(row.version) });
  },
});
