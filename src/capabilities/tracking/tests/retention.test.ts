import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { retireDays } from '../actions/retireDays.ts';
import { readDays } from '../queries/days.ts';
import { type RunningCaravan, startCaravan } from './running.ts';

let caravan: RunningCaravan;
beforeAll(async () => {
  caravan = await startCaravan({ CARAVAN_TRACKING_DROP_AFTER_DAYS: '100' });
});
afterAll(() => caravan.stop());

const DAY_MS = 86_400_000;

test('old days are thinned once, the oldest dropped whole, and days of today stay as they are', async () => {
  const dispatcher = await caravan.as('dispatcher');
  const deviceId = randomUUID();
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const fixes = (daysAgo: number) =>
    Array.from({ length: 360 }, (_, n) => ({
      deviceId,
      time: midnight - daysAgo * DAY_MS + n * 10_000,
      lat: 47.1 + n / 10_000,
      lng: 9.5,
    }));
  for (const daysAgo of [99, 40, 1]) {
    const { body } = await dispatcher.post('/v1/positions', { positions: fixes(daysAgo) });
    expect(body.accepted).toBe(360);
  }
  const countOf = async (daysAgo: number) => {
    const from = new Date(midnight - daysAgo * DAY_MS).toISOString();
    const to = new Date(midnight - (daysAgo - 1) * DAY_MS).toISOString();
    return (await dispatcher.get(`/v1/tracks?deviceId=${deviceId}&from=${from}&to=${to}`)).body.pointCount;
  };
  const { ctx } = caravan.server;
  expect(await retireDays(ctx)).toEqual({ thinned: 2, dropped: 0 });
  // One in a minute of an hour's fixes every ten seconds.
  expect([await countOf(99), await countOf(40), await countOf(1)]).toEqual([60, 60, 360]);
  expect(await retireDays(ctx)).toEqual({ thinned: 0, dropped: 0 });
  // A fix that comes late still finds its day, and the day's tables are used by the right query.
  const late = { deviceId, time: midnight - 40 * DAY_MS + 5_000, lat: 47.1001, lng: 9.5 };
  expect((await dispatcher.post('/v1/positions', { positions: [late] })).body.accepted).toBe(1);
  const later = { ...ctx, clock: { ...ctx.clock, nowMs: () => Date.now() + 5 * DAY_MS } };
  expect(await retireDays(later)).toMatchObject({ dropped: 1 });
  expect([await countOf(99), await countOf(40)]).toEqual([0, 61]);
  const days = await readDays(ctx.db.sql);
  expect(days.map(({ attached }) => attached)).toEqual(days.map(() => true));
});

test('a day that was detached before a crash is dropped by the next run', async () => {
  const { ctx } = caravan.server;
  await caravan.sql`select tracking.ensure_day('2030-01-01')`;
  await caravan.sql`alter table tracking.positions detach partition tracking.positions_20300101`;
  expect(await retireDays(ctx)).toMatchObject({ dropped: 1 });
  expect((await readDays(ctx.db.sql)).some(({ day }) => day === '2030-01-01')).toBe(false);
});

test('many that report the first fixes of a day at once all make its table, once', async () => {
  for (let day = 1; day <= 5; day++) {
    const date = `2031-01-0${day}`;
    await Promise.all(
      Array.from({ length: 8 }, () =>
        caravan.server.ctx.db.transaction((tx) => tx`select tracking.ensure_day(${date}::date)`),
      ),
    );
  }
  const [row] = await caravan.sql`
    select count(*)::int as days from pg_class where relname like 'positions_203101__'`;
  expect(row!.days).toBe(5);
});
