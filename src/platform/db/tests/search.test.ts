import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../testing/postgres.ts';
import { holdsWords } from '../search.ts';

const db = await createTestDatabase({ sets: [] });
afterAll(() => db.drop());
await db.sql`create extension pg_trgm`;
await db.sql`create table names (name text not null)`;
await db.sql`create index on names using gin (name gin_trgm_ops)`;
await db.sql`
  insert into names select case n % 1000 when 0 then 'zwetschge handels ag ' else 'company ' end || md5(n::text) || md5((-n)::text)
  from generate_series(1, 20000) n`;
await db.sql`vacuum analyze names`;

const condition = (words: string) => holdsWords(db.sql as never, db.sql`name` as never, words);

test.each([
  ['tschge', 20],
  ['Zwetchge', 20],
  ['zw', 20],
  ['xx%yy', 0],
  ['unheard of', 0],
])('%s is found %i times', async (words, count) => {
  expect(await db.sql`select name from names where ${condition(words)}`).toHaveLength(count);
});

test('by the index, and without a trace in the session', async () => {
  const plan = await db.sql`explain select name from names where ${condition('zwetchge')}`;
  expect(plan.map((row) => row['QUERY PLAN'] ?? Object.values(row)[0]).join('\n')).toContain(
    'Bitmap Index Scan',
  );
  const [row] = await db.sql`select current_setting('pg_trgm.word_similarity_threshold') as threshold`;
  expect(row?.threshold).toBe('0.6');
});
