import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryCounters } from '../memory-counters.ts';
import type { Quota } from '../quota.ts';
import { SLICES, sliceMsOf } from '../sliding-count.ts';

const few: Quota = { name: 'few', limit: 5, windowSeconds: 60 };
const sliceMs = sliceMsOf(few);

function counters() {
  let nowMs = 1_000_000;
  const memory = memoryCounters(() => nowMs);
  return { memory, wait: (ms: number) => (nowMs += ms), now: () => nowMs };
}

test('no window of the full length ever holds more than the limit, whatever the rhythm', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 50, maxLength: 300 }),
      (pauses) => {
        const { memory, wait, now } = counters();
        const passed: number[] = [];
        for (const pause of pauses) {
          wait(pause);
          if (memory.take('a', [few]).allowed) passed.push(now());
        }
        for (const [index, at] of passed.entries()) {
          const before = passed[index - few.limit];
          if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(few.windowSeconds * 1000);
        }
      },
    ),
  );
});

test('a refusal says to the millisecond when the next request passes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 5, maxLength: 60 }), (pauses) => {
      const { memory, wait } = counters();
      for (const pause of pauses) {
        wait(pause);
        const { allowed, states } = memory.take('a', [few]);
        if (allowed) continue;
        wait(states[0]!.backInMs - 1);
        expect(memory.take('a', [few]).allowed).toBe(false);
        wait(1);
        expect(memory.take('a', [few]).allowed).toBe(true);
      }
    }),
  );
});

test('all of it is back one slice after the window at the latest, and refusals cost nothing', () => {
  const { memory, wait } = counters();
  for (let n = 0; n < 50; n++) expect(memory.take('a', [few]).allowed).toBe(n < few.limit);
  wait(sliceMs * (SLICES + 1));
  for (let n = 0; n < 50; n++) expect(memory.take('a', [few]).allowed).toBe(n < few.limit);
});

test('of several limits all are used or none', () => {
  const { memory } = counters();
  const many: Quota = { name: 'many', limit: 100, windowSeconds: 900 };
  for (let n = 0; n < 20; n++) memory.take('a', [many, few]);
  expect(memory.take('a', [many]).states[0]!.used).toBe(few.limit + 1);
});

test('each subject has its own count; lifting one forgets it alone', async () => {
  const { memory } = counters();
  for (let n = 0; n < 9; n++) for (const subject of ['a', 'b']) memory.take(subject, [few]);
  expect((await memory.usage(10)).map(({ subject, used }) => [subject, used])).toEqual([
    ['a', 5],
    ['b', 5],
  ]);
  expect(await memory.lift('a')).toBe(true);
  expect(await memory.lift('a')).toBe(false);
  expect([memory.take('a', [few]).allowed, memory.take('b', [few]).allowed]).toEqual([true, false]);
});

test('who has not been seen for two windows is not kept in memory', () => {
  const { memory, wait } = counters();
  for (let n = 0; n < 1_000; n++) memory.take(`s${n}`, [few]);
  expect(memory.size()).toBe(1_000);
  for (let n = 0; n < 3; n++) {
    wait(sliceMs * (SLICES + 1));
    memory.take('still here', [few]);
  }
  expect(memory.size()).toBe(1);
});
