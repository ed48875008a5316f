import { systemActor } from '../../../src/platform/auth/actor.ts';
import type { Context } from '../../../src/platform/context.ts';
import { latestCursor, publish } from '../../../src/platform/events/outbox.ts';
import { step } from '../../../src/platform/events/run-subscribers.ts';
import { defineSubscriber, type Subscriber } from '../../../src/platform/events/subscriber.ts';
import { widgetCreated, widgetRenamed } from '../../../src/platform/testing/widgets/lifecycle.ts';
import { insertEffect } from '../../../src/platform/testing/widgets/queries.ts';
import type { Prepare, Scenario } from '../scenario.ts';
import type { Seat, Stage } from '../stage.ts';
import { freshId } from './client.ts';

type Step = (ctx: Context, subscriber: Subscriber) => Promise<unknown>;

const publisher =
  (id: string) =>
  async ({ ctx }: Seat) => {
    const events = [widgetCreated, widgetRenamed];
    for (const [index, event] of events.entries())
      await ctx.db.transaction((tx) =>
        publish(
          tx,
          [
            {
              event,
              subject: { entity: 'widget', id },
              sequence: index + 1,
              actor: systemActor('test'),
              payload: {},
            },
          ],
          ctx,
        ),
      );
  };

const exactlyOnce =
  (stepOf: Step, looks = 3): Prepare =>
  async (stage) => {
    const ids = [freshId(), freshId()];
    const name = `test.${ids[0]}`;
    const subscriber = defineSubscriber({
      name,
      events: '*',
      batchSize: 2,
      async handle({ tx, events }) {
        for (const event of events) await insertEffect(tx, name, event.entityId, event.sequence);
      },
    });
    const [start] = await stage.sql<{ transactionId: string; id: string }[]>`
      select transaction_id::text as transaction_id, id from platform.events order by transaction_id desc, id desc limit 1`;
    await stage.sql`
      insert into platform.subscribers (name, transaction_id, event_id)
      values (${name}, ${start?.transactionId ?? '0'}::xid8, ${start?.id ?? '0'})`;
    const look = async ({ ctx }: Seat) => {
      for (let turn = 0; turn < looks; turn++) await stepOf(ctx, subscriber);
    };
    return {
      tasks: [publisher(ids[0]!), publisher(ids[1]!), look, look],
      async check() {
        await drain(stage, stepOf, subscriber, ids);
        return judge(stage, name, ids);
      },
    };
  };

/** Lets the subscriber see the rest, past the gates' scheduler: all tasks are over. */
async function drain(stage: Stage, stepOf: Step, subscriber: Subscriber, ids: string[]): Promise<void> {
  const { ctx, gate } = stage.seats[3]!;
  let over = false;
  const open = () => {
    for (const connection of gate.connections) if (connection.held()) void connection.grant('run');
  };
  stage.changed.on('change', open);
  try {
    while (!over) {
      await stage.sql`update platform.subscribers set retry_at = '-infinity' where name = ${subscriber.name}`;
      // Other transactions of the server may hide the newest events for a moment.
      const [last] = await stage.sql<{ cursor: string }[]>`
        select transaction_id || '.' || id as cursor from platform.events where entity_id = any(${ids})
        order by transaction_id desc, id desc limit 1`;
      const [after, latest] = [last?.cursor, await latestCursor(stage.sql as never)];
      over = after === undefined || Number(latest.split('.')[0]) >= Number(after.split('.')[0]);
      for (let turn = 0; turn < 6; turn++) await stepOf(ctx, subscriber);
    }
  } finally {
    stage.changed.off('change', open);
  }
}

async function judge(stage: Stage, name: string, ids: string[]): Promise<string | undefined> {
  const published = await stage.sql<{ entityId: string; sequence: number }[]>`
    select entity_id, sequence from platform.events where entity_id = any(${ids}) order by entity_id, sequence`;
  const seen = await stage.sql<{ subject: string; sequence: number }[]>`
    select subject, sequence from widgets.effects where kind = ${name} order by number`;
  for (const id of ids) {
    const expected = published.filter(({ entityId }) => entityId === id).map(({ sequence }) => sequence);
    const got = seen.filter(({ subject }) => subject === id).map(({ sequence }) => sequence);
    if (got.length < expected.length)
      return `an event was never seen: ${got.join(', ')} of ${expected.join(', ')}`;
    if (got.length > expected.length) return `an event had its effect twice: ${got.join(', ')}`;
    if (got.join() !== expected.join()) return `out of order: ${got.join(', ')}`;
  }
  return undefined;
}

/** The effects commit, and only then the cursor moves. */
const cursorAfterwards: Step = async ({ db }, { name, handle, ...subscriber }) => {
  const ctx = {} as Context;
  const events = await db.transaction(async (tx) => {
    const found = await newEvents(tx, name);
    if (found.length > 0) await handle.call(subscriber, { tx, events: found, ctx });
    return found;
  });
  const last = events.at(-1);
  if (last)
    await db.transaction(
      (tx) => tx`
        update platform.subscribers set transaction_id = ${last.transactionId}::text::xid8, event_id = ${last.id}
        where name = ${name}`,
    );
};

const newEvents = (tx: any, name: string): Promise<any[]> => tx`
  select e.transaction_id::text as transaction_id, e.id, e.entity_id, e.sequence
  from platform.events e join platform.subscribers s on s.name = ${name}
  where (e.transaction_id, e.id) > (s.transaction_id, s.event_id)
    and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
  order by e.transaction_id, e.id limit 2`;

/** Goes by numbers, which are drawn before the commit: who commits late is passed by. */
const openTransactionsIgnored: Step = async ({ db }, { name, handle }) =>
  db.transaction(async (tx) => {
    const [cursor] =
      await tx`select event_id from platform.subscribers where name = ${name} for update skip locked`;
    if (!cursor) return;
    const events = await tx<any[]>`
      select id, entity_id, sequence from platform.events where id > ${cursor.eventId} order by id limit 2`;
    if (events.length === 0) return;
    await handle({ tx, events, ctx: {} as Context });
    await tx`update platform.subscribers set event_id = ${events.at(-1)!.id} where name = ${name}`;
  });

/** Two look at once, because nobody locks the cursor. */
const cursorNotLocked: Step = async ({ db }, { name, handle }) =>
  db.transaction(async (tx) => {
    const events = await newEvents(tx, name);
    const last = events.at(-1);
    if (!last) return;
    await handle({ tx, events, ctx: {} as Context });
    await tx`
      update platform.subscribers set transaction_id = ${last.transactionId}::text::xid8, event_id = ${last.id}
      where name = ${name}`;
  });

export const subscriberOnce: Scenario = {
  name: 'subscriber-once',
  promise: 'A subscriber sees each event once, in the order of its entity, whoever commits first',
  prepare: exactlyOnce(step),
  broken: {
    'cursor moved in another transaction': exactlyOnce(cursorAfterwards),
    'open transactions ignored': exactlyOnce(openTransactionsIgnored),
    'cursor not locked': exactlyOnce(cursorNotLocked),
  },
};
