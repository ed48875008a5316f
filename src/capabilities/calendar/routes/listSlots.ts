import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { queryInstant } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { calendarErrors } from '../errors.ts';
import { resourceReachable } from '../queries/resources.ts';
import { listSlots as list } from '../queries/slots.ts';
import { showSlot } from '../rules/show.ts';
import { resourceParams, slot } from '../schema.ts';

export const listSlots = defineRoute({
  operation: 'calendar.listSlots',
  method: 'GET',
  path: '/v1/calendars/{kind}/{id}/slots',
  summary: 'When a vehicle or driver is taken, in order',
  permission: 'calendar:read',
  params: resourceParams,
  query: z.strictObject({
    ...pageQuery,
    from: queryInstant.meta({ description: 'Slots that end after it' }),
    to: queryInstant.meta({ description: 'Slots that begin before it' }),
  }),
  response: page(slot),
  problems: ['invalid_cursor', 'slot_invalid'],
  async handler({ sql, params, query, actor, scope }) {
    const { limit = defaultPageSize, cursor, from, to } = query;
    if (from >= to) throw calendarErrors.slot_invalid('The period must begin before it ends.');
    const [time, id] = decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()])) ?? [];
    if (!(await resourceReachable(sql, params, { actor, scope })))
      throw platformErrors.not_found(
        `There is no calendar of the ${params.kind} ${params.id} that you may see.`,
      );
    const after = time && id ? { from: new Date(time), id } : undefined;
    const rows = await list(sql, params, { period: { from, to }, after, limit: limit + 1 });
    return toPage(rows, limit, showSlot, (row) => [row.from.toISOString(), row.id]);
  },
});
