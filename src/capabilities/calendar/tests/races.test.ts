import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { systemActor } from '../../../platform/auth/actor.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { systemClock } from '../../../platform/ports/clock.ts';
import { pick, randomInteger, seededRng, systemRng } from '../../../platform/ports/rng.ts';
import { createTestDatabase } from '../../../platform/testing/postgres.ts';
import { holdSlots, moveSlot, overlaps, releaseSlotsOf, type ResourceRef } from '../api.ts';

const test200 = await createTestDatabase({ poolSize: 60 });
afterAll(() => test200.drop());
const { database } = test200;
const ports = { clock: systemClock, rng: systemRng };
const actor = systemActor('test');

const hour = 3_600_000;
const day = Date.UTC(2026, 10, 22);

/** Without the retries that would hide a deadlock. */
const attempt = async (work: (tx: Transaction) => Promise<unknown>): Promise<string> => {
  try {
    await database.transaction(work, { retries: 0 });
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

test('200 clients that hold, extend and release vehicles with drivers: 0 overlaps, 0 deadlocks', async () => {
  const resources: ResourceRef[] = Array.from({ length: 8 }, (_, n) => ({
    kind: n % 2 ? 'driver' : 'vehicle',
    id: randomUUID(),
  }));
  const outcomes: string[] = [];
  const client = async (seed: number): Promise<void> => {
    const rng = seededRng(seed);
    const holder = { module: 'rentals', entity: 'booking', id: randomUUID() };
    for (let round = 0; round < 4; round++) {
      const from = new Date(day + randomInteger(rng, 0, 60) * hour);
      const to = new Date(from.getTime() + randomInteger(rng, 1, 4) * hour);
      const wanted = [pick(rng, resources), pick(rng, resources)].filter(
        (one, n, all) => all.indexOf(one) === n,
      );
      const ids = wanted.map(() => randomUUID());
      const requests = wanted.map((resource, n) => ({
        id: ids[n],
        resource,
        from,
        to,
        kind: 'booked' as const,
        holder,
      }));
      const held = await attempt((tx) => holdSlots(tx, requests, actor, ports));
      outcomes.push(held);
      if (held !== 'done') continue;
      const later = new Date(to.getTime() + hour);
      outcomes.push(await attempt((tx) => moveSlot(tx, { id: ids[0]!, to: later }, actor, ports)));
      if (round % 2) outcomes.push(await attempt((tx) => releaseSlotsOf(tx, holder, actor, ports)));
    }
  };
  await Promise.all(Array.from({ length: 200 }, (_, seed) => client(seed)));
  expect(new Set(outcomes)).toEqual(new Set(['done', 'slot_taken']));
  expect(await overlaps(database.sql)).toEqual([]);
  const [row] = await database.sql<{ deadlocks: number; slots: number; events: number }[]>`
    select (select deadlocks from pg_stat_database where datname = current_database()) as deadlocks,
      (select count(*) from calendar.slots) as slots,
      (select count(*) filter (where name = 'calendar.slotHeld') - count(*) filter (where name = 'calendar.slotReleased')
        from platform.events) as events`;
  expect(row?.deadlocks).toBe(0);
  expect(row?.slots).toBe(row?.events);
});
