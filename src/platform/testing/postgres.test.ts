import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from './postgres.ts';

const one = await createTestDatabase({ sets: [] });
const two = await createTestDatabase({ sets: [] });
afterAll(async () => {
  await one.drop();
  await two.drop();
});

test('two test databases know nothing of each other', async () => {
  await one.sql`CREATE TABLE note (some_text text)`;
  await one.sql`INSERT INTO note VALUES ('here')`;
  expect([...(await one.sql`SELECT some_text FROM note`)]).toEqual([{ someText: 'here' }]);
  await expect(two.sql`SELECT some_text FROM note`).rejects.toThrow('does not exist');
});
