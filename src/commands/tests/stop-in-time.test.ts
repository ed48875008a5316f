import { expect, test } from 'vitest';
import { stopInTime } from '../stop-in-time.ts';

test('a stop that hangs is left, said, and told apart from one that ends or fails', async () => {
  const said: string[] = [];
  const log = { error: (_details: object, message: string) => void said.push(message) };
  expect(await stopInTime(new Promise(() => {}), log, 20)).toBe(false);
  expect(said).toEqual(['Something did not stop in time and is ended now']);
  expect(await stopInTime(Promise.resolve(), log, 60_000)).toBe(true);
  await expect(stopInTime(Promise.reject(new Error('no database')), log, 60_000)).rejects.toThrow(
    'no database',
  );
  expect(said).toHaveLength(1);
});
