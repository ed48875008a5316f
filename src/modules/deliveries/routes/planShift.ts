import { z } from 'zod';
import { versionTag } from '../../../platform/http/etag.ts';
import { id, instant } from '../../../platform/http/fields.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { planShift as plan } from '../actions/planShift.ts';
import { shift, showShift } from '../rules/show-shift.ts';

const longestMs = 24 * 3_600_000;

export const planShift = defineRoute({
  operation: 'deliveries.planShift',
  method: 'POST',
  path: '/v1/shifts',
  summary: 'Plan a shift; neither driver nor vehicle can have two at a time',
  permission: 'driver:manage',
  body: z
    .strictObject({
      driverId: id,
      vehicleId: id.optional().meta({ description: "Default: the driver's own" }),
      plannedFrom: instant,
      plannedTo: instant,
    })
    .refine(({ plannedFrom, plannedTo }) => Date.parse(plannedFrom) < Date.parse(plannedTo), {
      path: ['plannedTo'],
      message: 'must be after plannedFrom',
    })
    .refine(({ plannedFrom, plannedTo }) => Date.parse(plannedTo) - Date.parse(plannedFrom) <= longestMs, {
      path: ['plannedTo'],
      message: 'must be within 24 hours of plannedFrom',
    })
    .meta({ id: 'NewShift' }),
  response: shift,
  status: 201,
  problems: ['not_found', 'slot_taken'],
  async handler({ ctx, tx, body, actor }) {
    const { plannedFrom, plannedTo, ...rest } = body;
    const times = { plannedFrom: new Date(plannedFrom), plannedTo: new Date(plannedTo) };
    const planned = await plan(tx, { ...rest, ...times }, actor, ctx);
    return new Answer(showShift(planned), {
      location: `/v1/shifts/${planned.id}`,
      etag: versionTag(planned.version),
    });
  },
});
