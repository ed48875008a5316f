import type { MetricCollector } from '../telemetry/metrics.ts';

/** Far enough behind to be told from further: counting on would cost more than it says. */
const countedAtMost = 10_000;

export const subscriberCollectors: readonly MetricCollector[] = [
  {
    name: 'caravan_subscriber_lag_events',
    help: `Events that a subscriber has not handled yet, counted up to ${countedAtMost}`,
    type: 'gauge',
    labels: ['subscriber'],
    async collect(ctx) {
      const rows = await ctx.db.sql<{ name: string; lag: number }[]>`
        select s.name, (
          select count(*) from (
            select from platform.events e
            where (e.transaction_id, e.id) > (s.transaction_id, s.event_id) limit ${countedAtMost}
          ) as ahead
        ) as lag
        from platform.subscribers s`;
      return rows.map(({ name, lag }) => ({ labels: { subscriber: name }, value: lag }));
    },
  },
  {
    name: 'caravan_subscriber_parked_events',
    help: 'Events that a subscriber refused again and again; it went on without them',
    type: 'gauge',
    labels: ['subscriber'],
    async collect(ctx) {
      const rows = await ctx.db.sql<{ subscriber: string; count: number }[]>`
        select subscriber, count(*) as count from platform.parked_events group by subscriber`;
      return rows.map(({ subscriber, count }) => ({ labels: { subscriber }, value: count }));
    },
  },
];
