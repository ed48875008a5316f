import { z } from 'zod';
import { id, queryBoolean, queryBox, queryInstant, queryList } from '../../../platform/http/fields.ts';
import {
  decodeCursor,
  defaultPageSize,
  page,
  pageQuery,
  toRenderedPage,
} from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listDeliveries as list } from '../queries/deliveries.ts';
import { delivery, deliveryState } from '../schema.ts';

const cursorKey = z.tuple([z.uuid()]);

export const listDeliveries = defineRoute({
  operation: 'deliveries.listDeliveries',
  method: 'GET',
  path: '/v1/deliveries',
  summary: 'Deliveries, newest first unless asked otherwise',
  permission: 'delivery:read',
  query: z.strictObject({
    ...pageQuery,
    order: z.enum(['newest', 'oldest']).optional().meta({
      description:
        'Which come first; default newest. A cursor goes on in the order that is asked for with it',
    }),
    state: queryList(deliveryState)
      .optional()
      .meta({ description: 'One state, or several separated by commas' }),
    customerId: id.optional(),
    driverId: id.optional(),
    reference: z.string().max(80).optional(),
    q: z.string().trim().min(2).max(80).optional().meta({
      description:
        'Part of the reference, name, street or city; two letters are looked for where words begin',
    }),
    bbox: queryBox.optional().meta({ description: 'Drop-off within west,south,east,north' }),
    windowBefore: queryInstant.optional().meta({ description: 'Promised before this time' }),
    exception: queryBoolean
      .optional()
      .meta({ description: 'Only those on the exceptions queue, or only the others' }),
  }),
  response: page(delivery),
  problems: ['invalid_cursor'],
  async handler({ sql, query, actor, scope }) {
    const { limit = defaultPageSize, cursor, order, state, bbox, exception, ...filter } = query;
    const [pastId] = decodeCursor(cursor, cursorKey) ?? [];
    const rows = await list(
      sql,
      {
        ...filter,
        states: state,
        box: bbox,
        withException: exception,
        oldestFirst: order === 'oldest',
        pastId,
        limit: limit + 1,
      },
      { actor, scope },
    );
    return toRenderedPage(rows, limit);
  },
});
