import { versionTag } from '../../../platform/http/etag.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { holdSlots } from '../actions/holdSlots.ts';
import { resourceReachable } from '../queries/resources.ts';
import { showSlot } from '../rules/show.ts';
import { newSlot, resourceParams, slot } from '../schema.ts';

export const createSlot = defineRoute({
  operation: 'calendar.createSlot',
  method: 'POST',
  path: '/v1/calendars/{kind}/{id}/slots',
  summary: 'Block a time of a vehicle or driver',
  permission: 'calendar:write',
  params: resourceParams,
  body: newSlot,
  response: slot,
  status: 201,
  problems: ['slot_taken', 'slot_invalid'],
  async handler({ ctx, tx, params, body, actor, scope }) {
    if (!(await resourceReachable(tx, params, { actor, scope })))
      throw platformErrors.not_found(
        `There is no calendar of the ${params.kind} ${params.id} that you may change.`,
      );
    const id = newId(ctx);
    const [held] = await holdSlots(
      tx,
      [
        {
          id,
          resource: params,
          from: new Date(body.from),
          to: new Date(body.to),
          kind: body.kind,
          holder: { module: 'calendar', entity: 'slot', id },
          note: body.note,
        },
      ],
      actor,
      ctx,
    );
    return new Answer(showSlot(held!), { location: `/v1/slots/${id}`, etag: versionTag(1) });
  },
});
