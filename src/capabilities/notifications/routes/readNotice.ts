import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { readNotices } from '../actions/readNotices.ts';
import { findNotice } from '../queries/notices.ts';
import { readerOf } from '../rules/reader.ts';

export const readNotice = defineRoute({
  operation: 'notifications.readNotice',
  method: 'POST',
  path: '/v1/notices/{id}/read',
  summary: 'Mark a notice as read, for the asking person alone',
  permission: 'notice:read',
  params: idParams,
  async handler({ ctx, tx, params, actor, scope }) {
    const found = await findNotice(tx, params.id, { actor, scope });
    if (!found) throw platformErrors.not_found(`There is no notice ${params.id} for you.`);
    await readNotices(tx, { partyId: readerOf(actor), noticeId: found.id, all: false }, actor, ctx);
  },
});
