import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DevicePosition, PositionQueue, type PositionQueueOptions } from './position-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const at = (n: number, speedMetersPerSecond = 10): DevicePosition => ({
  deviceId: 'd',
  time: n,
  lat: 47,
  lng: 9,
  speedMetersPerSecond,
});

function queue(options: Partial<PositionQueueOptions> = {}) {
  const batches: number[][] = [];
  const state = { online: true };
  const made = new PositionQueue({
    send: async (batch) => {
      if (!state.online) throw new Error('offline');
      batches.push(batch.map((position) => position.time as number));
    },
    ...options,
  });
  return { queue: made, batches, state };
}

test('a moving device sends every two seconds, a standing one every thirty', async () => {
  const { queue: moving, batches } = queue();
  for (let n = 0; n < 4; n++) {
    moving.add(at(n));
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(batches).toEqual([[0, 1, 2, 3]]);
  const standing = queue();
  standing.queue.add(at(0, 0));
  await vi.advanceTimersByTimeAsync(29_000);
  expect(standing.batches).toEqual([]);
  standing.queue.add(at(1, 8));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(standing.batches).toEqual([[0, 1]]);
});

test('offline it keeps everything, tries again, and sends it in order', async () => {
  const { queue: made, batches, state } = queue({ batchSize: 100 });
  state.online = false;
  for (let n = 0; n < 250; n++) {
    made.add(at(n));
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(made.size).toBe(250);
  state.online = true;
  await vi.advanceTimersByTimeAsync(32_000);
  expect(made.size).toBe(0);
  expect(batches.flat()).toEqual(Array.from({ length: 250 }, (_, n) => n));
  expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
});

test('too many are thinned, the oldest first, and the newest all stay', async () => {
  const { queue: made, batches, state } = queue({ maxKept: 1_000 });
  state.online = false;
  for (let n = 0; n < 10_000; n++) made.add(at(n));
  expect(made.size).toBeLessThanOrEqual(1_000);
  expect(made.thinned).toBe(10_000 - made.size);
  state.online = true;
  await made.flush();
  const sent = batches.flat();
  expect(sent).toEqual([...sent].sort((a, b) => a - b));
  expect(sent.slice(-400)).toEqual(Array.from({ length: 400 }, (_, n) => 9_600 + n));
  expect(sent[0]).toBe(0);
});

test('what an earlier run could not send is sent by the next', async () => {
  let stored: readonly DevicePosition[] = [];
  const store = {
    load: async () => [...stored],
    save: async (positions: readonly DevicePosition[]) => void (stored = [...positions]),
  };
  const first = queue({ store });
  first.state.online = false;
  for (let n = 0; n < 5; n++) first.queue.add(at(n));
  first.queue.stop();
  const second = queue({ store });
  await second.queue.restore();
  second.queue.add(at(5));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(second.batches.flat()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(stored).toEqual([]);
});
