import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { readNotices } from '../actions/readNotices.ts';
import { findNotice } from '../queries/notices.ts';
import { readerOf } from '../rules/reader.ts';

export const readAllNotices = defineRoute({
  operation: 'notifications.readAllNotices',
  method: 'POST',
  path: '/v1/notices/read-all',
  summary: 'Mark everything up to a notice as read, for the asking person alone',
  permission: 'notice:read',
  body: z.strictObject({
    upTo: id.meta({ description: 'The newest notice that was shown; what came after it stays unread' }),
  }),
  problems: ['not_found'],
  async handler({ ctx, tx, body: { upTo }, actor, scope }) {
    const found = await findNotice(tx, upTo, { actor, scope });
    if (!found) throw platformErrors.not_found(`There is no notice ${upTo} for you.`);
    await readNotices(tx, { partyId: readerOf(actor), noticeId: found.id, all: true }, actor, ctx);
  },
});
