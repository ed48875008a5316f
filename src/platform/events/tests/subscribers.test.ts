import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../auth/actor.ts';
import type { Context } from '../../context.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { widgetCreated, widgetRenamed } from '../../testing/widgets/lifecycle.ts';
import { widgetContext, widgetSets } from '../../testing/widgets/module.ts';
import { latestCursor, publish, readEvents, startCursor } from '../outbox.ts';
import { replay, runSubscribers, step } from '../run-subscribers.ts';
import { defineSubscriber } from '../subscriber.ts';

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await createTestDatabase({ sets: widgetSets, poolSize: 12 });
  ctx = widgetContext({ db: database.database });
});
afterAll(() => database.drop());

const actor = systemActor('test');
const publishOne = (id: string, sequence: number, pauseSeconds = 0) =>
  ctx.db.transaction(async (tx) => {
    const event = sequence === 1 ? widgetCreated : widgetRenamed;
    await publish(
      tx,
      [{ event, subject: { entity: 'widget', id }, sequence, actor, payload: { sequence } }],
      ctx,
    );
    if (pauseSeconds > 0) await tx`select pg_sleep(${pauseSeconds})`;
  });

test('a reader that follows its cursor misses nothing while many commit out of order', async () => {
  const ids = Array.from({ length: 40 }, () => randomUUID());
  const seen: string[] = [];
  let cursor = await latestCursor(ctx.db.sql);
  let publishing = true;
  const reading = (async () => {
    for (let last = false; !last; ) {
      last = !publishing;
      const events = await readEvents(ctx.db.sql, { after: cursor, limit: 7 });
      seen.push(...events.map(({ entityId }) => entityId));
      cursor = events.at(-1)?.cursor ?? cursor;
      if (events.length > 0) last = false;
    }
  })();
  await Promise.all(ids.map((id, index) => publishOne(id, 1, (index % 7) / 200)));
  await expect.poll(async () => (await latestCursor(ctx.db.sql)).length > 0).toBe(true);
  await expect
    .poll(async () => (await readEvents(ctx.db.sql, { after: startCursor, limit: 1000 })).length)
    .toBeGreaterThanOrEqual(40);
  publishing = false;
  await reading;
  expect(seen.filter((id) => ids.some((one) => one === id)).sort()).toEqual([...ids].sort());
});

test('an event that nobody can bear is parked after eight tries, and the ones around it are handled once', async () => {
  const id = randomUUID();
  const name = `test.${id}`;
  await replayFromNow(name);
  for (const sequence of [1, 2, 3]) await publishOne(id, sequence);
  const handled: number[] = [];
  const picky = defineSubscriber({
    name,
    events: ['widgets.widgetCreated', 'widgets.widgetRenamed'],
    async handle({ events }) {
      for (const { sequence } of events) if (sequence === 2) throw new Error('cannot bear it');
      handled.push(...events.map(({ sequence }) => sequence));
    },
  });
  const [later] = await database.sql`select 1 as one`;
  expect(later).toEqual({ one: 1 });
  const turn = async () => {
    const outcome = await step(ctx, picky);
    await database.sql`update platform.subscribers set retry_at = '-infinity' where name = ${name}`;
    return outcome === 'done' ? handled : [];
  };
  await expect.poll(turn).toEqual([1, 3]);
  const parked = await database.sql`select error from platform.parked_events where subscriber = ${name}`;
  expect([...parked]).toEqual([{ error: 'cannot bear it' }]);
});

test('a subscriber that was set back handles everything again, in order', async () => {
  const id = randomUUID();
  const name = `test.${id}`;
  const from = await replayFromNow(name);
  for (const sequence of [1, 2, 3]) await publishOne(id, sequence);
  const handled: number[] = [];
  const keen = defineSubscriber({
    name,
    events: '*',
    batchSize: 2,
    async handle({ events }) {
      handled.push(...events.filter(({ entityId }) => entityId === id).map(({ sequence }) => sequence));
    },
  });
  const runner = runSubscribers(ctx, [keen]);
  await expect.poll(() => handled, { timeout: 5000 }).toEqual([1, 2, 3]);
  expect(await replay(ctx, name, from)).toBe(true);
  runner.nudge();
  await publishOne(id, 4);
  await expect.poll(() => handled, { timeout: 5000 }).toEqual([1, 2, 3, 1, 2, 3, 4]);
  await runner.stop();
});

/** A subscriber that begins with what is published from now on. */
async function replayFromNow(name: string): Promise<string> {
  const cursor = await latestCursor(ctx.db.sql);
  await database.sql`insert into platform.subscribers (name) values (${name})`;
  await replay(ctx, name, cursor);
  return cursor;
}
