import { z } from 'zod';
import { queryList } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { withContact } from '../actions/withContact.ts';
import { listDrivers as list } from '../queries/drivers.ts';
import { showDriverDetails } from '../rules/show.ts';
import { driverDetails, driverStates } from '../schema.ts';

export const listDrivers = defineRoute({
  operation: 'deliveries.listDrivers',
  method: 'GET',
  path: '/v1/drivers',
  summary: 'Drivers',
  permission: 'driver:read',
  query: z.strictObject({ ...pageQuery, state: queryList(z.enum(driverStates)).optional() }),
  response: page(driverDetails),
  problems: ['invalid_cursor'],
  async handler({ ctx, sql, query, actor, scope }) {
    const { limit = defaultPageSize, cursor, state } = query;
    const [afterId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await list(sql, { states: state, afterId, limit: limit + 1 }, { actor, scope });
    return toPage(await withContact(sql, rows, ctx), limit, showDriverDetails, (row) => [row.id]);
  },
});
