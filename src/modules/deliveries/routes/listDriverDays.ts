import { z } from 'zod';
import { id, queryInstant, queryInteger, queryList } from '../../../platform/http/fields.ts';
import { decodeCursor, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { driverDays } from '../actions/driverDays.ts';
import { listDrivers } from '../queries/drivers.ts';
import { driverDay } from '../rules/show-route.ts';
import { driverStates } from '../schema.ts';

/** Each day is planned for the answer, so a page is smaller than that of other lists. */
const mostDays = 100;
const hoursBack = 12;

export const listDriverDays = defineRoute({
  operation: 'deliveries.listDriverDays',
  method: 'GET',
  path: '/v1/driver-days',
  summary: 'The days of drivers: what each has finished, and when they will reach the stops before them',
  description:
    'What previews of the routes and lists of what was finished say of each driver, for many drivers at once. Stops stand in the committed order; while some are in no committed route, in the order that a preview proposes. Drivers whom you may not see are left out.',
  permission: 'driver:read',
  query: z.strictObject({
    ...pageQuery,
    limit: queryInteger(1, mostDays).optional().meta({ description: 'Days in a page; default 50' }),
    driverId: queryList(id).optional().meta({ description: 'One driver, or several separated by commas' }),
    state: queryList(z.enum(driverStates)).optional().meta({ description: 'Of drivers in these states' }),
    since: queryInstant
      .optional()
      .meta({ description: `What was finished from this time on; default: ${hoursBack} hours ago` }),
  }),
  response: page(driverDay),
  problems: ['invalid_cursor'],
  async handler({ ctx, sql, query, actor, scope }) {
    const { limit = mostDays / 2, cursor, driverId, state } = query;
    const since = query.since ?? new Date(ctx.clock.nowMs() - hoursBack * 3_600_000);
    const [afterId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? [];
    const rows = await listDrivers(
      sql,
      { ids: driverId, states: state, afterId, limit: limit + 1 },
      { actor, scope },
    );
    const days = await driverDays(sql, rows.slice(0, limit), since, ctx);
    return toPage(
      rows,
      limit,
      (row) => days.get(row.id)!,
      (row) => [row.id],
    );
  },
});
