import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { readHistory } from '../../../platform/events/outbox.ts';
import { showEvent, shownEvent } from '../../../platform/events/show-event.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { findDelivery } from '../queries/deliveries.ts';

export const listDeliveryEvents = defineRoute({
  operation: 'deliveries.listDeliveryEvents',
  method: 'GET',
  path: '/v1/deliveries/{id}/events',
  summary: 'What happened to a delivery, in order, with the time of the device and of the server',
  permission: 'delivery:read',
  params: idParams,
  query: z.strictObject(pageQuery),
  response: page(shownEvent),
  problems: ['invalid_cursor'],
  async handler({ sql, params, query, actor, scope }) {
    const { limit = defaultPageSize } = query;
    const [afterSequence = 0] = decodeCursor(query.cursor, z.tuple([z.int()])) ?? [];
    const found = await findDelivery(sql, params.id, { actor, scope });
    if (!found) throw platformErrors.not_found(`There is no delivery ${params.id} that you may see.`);
    const events = await readHistory(
      sql,
      { entity: 'delivery', id: params.id },
      { afterSequence, limit: limit + 1 },
    );
    return toPage(events, limit, showEvent, (event) => [event.sequence]);
  },
});
