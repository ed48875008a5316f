import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { systemActor } from '../../auth/actor.ts';
import { defineEvent } from '../define-event.ts';
import { publish, startCursor, type StoredEvent } from '../outbox.ts';
import { replay, step } from '../run-subscribers.ts';
import { defineSubscriber, type Subscriber } from '../subscriber.ts';

const happened = defineEvent('tests.happened', { meaning: 'Something happened', payload: z.looseObject({}) });
const other = defineEvent('tests.otherHappened', { meaning: 'Something else', payload: z.looseObject({}) });

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const write = (id: string, sequence: number, event = happened) =>
  server.ctx.db.transaction((tx) =>
    publish(
      tx,
      [
        {
          event,
          subject: { entity: 'thing', id },
          sequence,
          actor: systemActor('test'),
          payload: { sequence },
        },
      ],
      server.ctx,
    ),
  );

/** Handles until nothing is left or it has to wait. */
async function run(subscriber: Subscriber): Promise<string> {
  for (;;) {
    const outcome = await step(server.ctx, subscriber);
    if (outcome !== 'more') return outcome;
  }
}

function listener(name: string, options: Partial<Subscriber> = {}) {
  const seen: StoredEvent[] = [];
  const subscriber = defineSubscriber({
    name,
    events: [happened.name],
    handle: async ({ events }) => void seen.push(...events),
    ...options,
  });
  return { seen, subscriber };
}

test('a subscriber gets each event that it asked for, in order, in batches, once', async () => {
  const id = randomUUID();
  for (let sequence = 1; sequence <= 5; sequence++)
    await write(id, sequence, sequence === 3 ? other : happened);
  const { seen, subscriber } = listener('tests.inOrder', { batchSize: 2 });
  expect(await run(subscriber)).toBe('done');
  expect(seen.filter(({ entityId }) => entityId === id).map(({ sequence }) => sequence)).toEqual([
    1, 2, 4, 5,
  ]);
  const before = seen.length;
  await run(subscriber);
  expect(seen).toHaveLength(before);
});

test('an event of a transaction that commits late is not passed by', async () => {
  const { seen, subscriber } = listener('tests.late');
  await run(subscriber);
  const [slow, quick] = [randomUUID(), randomUUID()];
  let commit: () => void = () => {};
  const mayCommit = new Promise<void>((resolve) => (commit = resolve));
  let written: () => void = () => {};
  const isWritten = new Promise<void>((resolve) => (written = resolve));
  const open = server.ctx.db.transaction(async (tx) => {
    const subject = { entity: 'thing', id: slow };
    await publish(
      tx,
      [{ event: happened, subject, sequence: 1, actor: systemActor('test'), payload: {} }],
      server.ctx,
    );
    written();
    await mayCommit;
  });
  await isWritten;
  await write(quick, 1);
  await run(subscriber);
  commit();
  await open;
  await run(subscriber);
  const ids = seen.map(({ entityId }) => entityId).filter((id) => id === slow || id === quick);
  expect(ids).toEqual([slow, quick]);
});

test('replay gives everything after a point again', async () => {
  const id = randomUUID();
  for (let sequence = 1; sequence <= 3; sequence++) await write(id, sequence);
  const { seen, subscriber } = listener('tests.replayed');
  await run(subscriber);
  const mine = () => seen.filter(({ entityId }) => entityId === id);
  const first = mine()[0]!;
  expect(await replay(server.ctx, subscriber.name, first.cursor)).toBe(true);
  await run(subscriber);
  expect(mine().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 2, 3]);
  expect(await replay(server.ctx, 'tests.nobody', startCursor)).toBe(false);
});

test('effects of a batch that fails are not there, and come once when it is tried again', async () => {
  const id = randomUUID();
  const { sql } = server.database;
  await sql`create table platform.test_effects (entity_id uuid)`;
  let fails = true;
  const { subscriber } = listener('tests.failing', {
    async handle({ tx, events }) {
      const mine = events.filter(({ entityId }) => entityId === id);
      for (const event of mine)
        await tx`insert into platform.test_effects (entity_id) values (${event.entityId})`;
      if (mine.length > 0 && fails) throw new Error('not today');
    },
  });
  await run(subscriber);
  await write(id, 1);
  expect(await run(subscriber)).toBe('later');
  expect(await sql`select entity_id from platform.test_effects`).toHaveLength(0);
  const [failed] =
    await sql`select failures, last_error from platform.subscribers where name = 'tests.failing'`;
  expect(failed).toMatchObject({ failures: 1, lastError: 'not today' });
  fails = false;
  await sql`update platform.subscribers set retry_at = '-infinity' where name = 'tests.failing'`;
  expect(await run(subscriber)).toBe('done');
  expect(await sql`select entity_id from platform.test_effects`).toHaveLength(1);
});
