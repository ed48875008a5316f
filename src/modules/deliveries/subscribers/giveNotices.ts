import { giveNotices as give } from '../../../capabilities/notifications/api.ts';
import { defineSubscriber } from '../../../platform/events/subscriber.ts';
import { noticeFacts } from '../queries/notice-facts.ts';
import { noticedEvents, noticeOf } from '../rules/notices.ts';

/** Tells drivers what becomes of their work, and the office what needs its eye. */
export const giveNotices = defineSubscriber({
  name: 'deliveries.giveNotices',
  events: noticedEvents,
  batchSize: 500,
  async handle({ tx, events, ctx }) {
    const ids = events.filter(({ entity }) => entity === 'delivery').map(({ entityId }) => entityId);
    const facts = new Map((await noticeFacts(tx, [...new Set(ids)])).map((row) => [row.id, row]));
    const notices = events.map((event) => noticeOf(event, facts.get(event.entityId)));
    await give(
      tx,
      notices.filter((notice) => notice !== undefined),
      ctx,
    );
  },
});
