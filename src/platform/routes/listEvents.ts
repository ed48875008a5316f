import { z } from 'zod';
import { platformErrors } from '../errors/platform-errors.ts';
import { latestCursor, parseCursor, readEvents, startCursor } from '../events/outbox.ts';
import { shownEvent, showEvent } from '../events/show-event.ts';
import { queryInteger } from '../http/fields.ts';
import { defineRoute } from '../http/route.ts';

export const listEvents = defineRoute({
  operation: 'platform.listEvents',
  method: 'GET',
  path: '/v1/events',
  summary: 'What happened, oldest first, from a cursor on',
  description: 'Follow it by sending the last cursor again: nothing is left out and nothing comes twice.',
  permission: 'event:read',
  query: z.strictObject({
    after: z
      .string()
      .max(50)
      .optional()
      .meta({ description: 'A cursor; `latest` for only what comes; default: the beginning' }),
    limit: queryInteger(1, 1000).optional(),
    names: z.string().max(1000).optional().meta({ description: 'Names of events, separated by commas' }),
  }),
  response: z.strictObject({ items: z.array(shownEvent), cursor: z.string() }),
  problems: ['invalid_cursor'],
  async handler({ sql, query }) {
    const after = query.after === 'latest' ? await latestCursor(sql) : (query.after ?? startCursor);
    try {
      parseCursor(after);
    } catch (cause) {
      throw platformErrors.invalid_cursor('Take the cursor from the answer before, unchanged.', {
        errors: [{ field: 'after', reason: 'is not a cursor' }],
        cause,
      });
    }
    const events = await readEvents(sql, {
      after,
      limit: query.limit ?? 100,
      ...(query.names && { names: query.names.split(',') }),
    });
    return { items: events.map(showEvent), cursor: events.at(-1)?.cursor ?? after };
  },
});
