import { z } from 'zod';
import { id, queryList } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { withContact } from '../actions/withContact.ts';
import { deliveriesConfig } from '../config.ts';
import { listWorkingDrivers } from '../queries/drivers.ts';
import { listExceptions as list, type OpenException } from '../queries/exceptions.ts';
import { exceptionReasons, suggestedActions } from '../rules/exceptions.ts';
import { deliveryState } from '../schema.ts';

const time = z.iso.datetime();
const mostDrivers = 2000;
const shownDrivers = 200;

const exception = z
  .strictObject({
    deliveryId: id,
    reference: z.string().nullable(),
    customerId: id,
    driverId: id.nullable(),
    state: deliveryState,
    version: z.int(),
    reason: z.enum(exceptionReasons),
    since: time,
    windowTo: time.nullable(),
    failureReason: z.string().nullable(),
    tries: z.int(),
    suggestedActions: z.array(z.string()),
    acknowledged: z
      .strictObject({ by: z.string(), at: time, note: z.string().nullable() })
      .nullable()
      .meta({ description: 'Who looks after it' }),
  })
  .meta({ id: 'DeliveryException' });

export const listExceptions = defineRoute({
  operation: 'deliveries.listExceptions',
  method: 'GET',
  path: '/v1/delivery-exceptions',
  summary: 'Deliveries that need the eye of a dispatcher, the longest waiting first',
  permission: 'delivery:resolve',
  query: z.strictObject({ ...pageQuery, reason: queryList(z.enum(exceptionReasons)).optional() }),
  response: page(exception).extend({
    driversOutOfContact: z
      .array(z.strictObject({ driverId: id, name: z.string(), lastSeenAt: time.nullable() }))
      .meta({ description: 'Drivers who work and have not been heard of for too long; on the first page' }),
  }),
  problems: ['invalid_cursor'],
  async handler({ ctx, sql, query, actor, scope }) {
    const { limit = defaultPageSize, cursor, reason } = query;
    const key = decodeCursor(cursor, z.tuple([time, z.uuid()]));
    const after = key && { since: new Date(key[0]), id: key[1] };
    const { maxTries } = ctx.config.get(deliveriesConfig);
    const rows = await list(sql, { reasons: reason, after, limit: limit + 1 }, { actor, scope });
    const show = (row: OpenException) => showException(row, maxTries);
    const shown = toPage(rows, limit, show, (row) => [row.exceptionSince.toISOString(), row.id]);
    if (cursor) return { ...shown, driversOutOfContact: [] };
    const working = await withContact(sql, await listWorkingDrivers(sql, mostDrivers), ctx);
    const lost = working.filter(({ lostContact }) => lostContact).slice(0, shownDrivers);
    return {
      ...shown,
      driversOutOfContact: lost.map(({ id: driverId, name, lastSeenAt }) => ({
        driverId,
        name,
        lastSeenAt: lastSeenAt?.toISOString() ?? null,
      })),
    };
  },
});

function showException(row: OpenException, maxTries: number): z.input<typeof exception> {
  const { acknowledgedBy, acknowledgedAt, note } = row;
  return {
    deliveryId: row.id,
    reference: row.reference,
    customerId: row.customerId,
    driverId: row.driverId,
    state: row.state as z.output<typeof deliveryState>,
    version: row.version,
    reason: row.exception as (typeof exceptionReasons)[number],
    since: row.exceptionSince.toISOString(),
    windowTo: row.windowTo?.toISOString() ?? null,
    failureReason: row.failureReason,
    tries: row.tries,
    suggestedActions: suggestedActions(row, maxTries),
    acknowledged:
      acknowledgedBy && acknowledgedAt
        ? { by: acknowledgedBy, at: acknowledgedAt.toISOString(), note }
        : null,
  };
}
