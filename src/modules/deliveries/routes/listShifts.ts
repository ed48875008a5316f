import { z } from 'zod';
import { id, queryInstant, queryList } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listShifts as list } from '../queries/shifts.ts';
import { shift, shiftStates, showShift } from '../rules/show-shift.ts';

export const listShifts = defineRoute({
  operation: 'deliveries.listShifts',
  method: 'GET',
  path: '/v1/shifts',
  summary: 'Shifts in the order in which they are planned to begin',
  permission: 'driver:read',
  query: z.strictObject({
    ...pageQuery,
    driverId: id.optional(),
    state: queryList(z.enum(shiftStates)).optional(),
    from: queryInstant.optional().meta({ description: 'Planned to begin at this time or later' }),
    to: queryInstant.optional().meta({ description: 'Planned to begin before this time' }),
  }),
  response: page(shift),
  problems: ['invalid_cursor'],
  async handler({ sql, query, actor, scope }) {
    const { limit = defaultPageSize, cursor, state, ...filter } = query;
    const key = decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
    const after = key && { plannedFrom: new Date(key[0]), id: key[1] };
    const rows = await list(sql, { ...filter, states: state, after, limit: limit + 1 }, { actor, scope });
    return toPage(rows, limit, showShift, (row) => [row.plannedFrom.toISOString(), row.id]);
  },
});
