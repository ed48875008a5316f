import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../testing/postgres.ts';

const base = await createTestDatabase({ sets: [] });
const { sql } = base;
afterAll(() => base.drop());

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0')),
  fc.constantFrom('NULL', 'null', '', '"', '\\', ',', '{}', ' ', "'"),
);

test('arrays of text come back as they went, whatever is in them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
      const [row] = await sql`select ${values}::text[] as values, cardinality(${values}::text[]) as size`;
      expect(row).toEqual({ values, size: values.length });
    }),
    { numRuns: 200 },
  );
});

test('each type keeps its values', async () => {
  const day = new Date('2026-01-02T03:04:05.678Z');
  const id = '01a204c2-8e7d-7d3c-8ff7-6580a5ca30e5';
  const [row] = await sql`
    select ${[1, -2]}::int[] as whole, ${[1.5, null]}::float8[] as real, ${sql.array([true, false])} as yes,
      ${[9007199254740991]}::bigint[] as large, ${sql.array([day])} as instant, ${[id]}::uuid[] as id,
      array['{"a": [1, "x"]}']::jsonb[] as json, ${['2026-01-02']}::date[] as day,
      array[[1, 2], [3, 4]] as nested, '{}'::text[] as none, null::text[] as absent`;
  expect(row).toEqual({
    whole: [1, -2],
    real: [1.5, null],
    yes: [true, false],
    large: [9007199254740991],
    instant: [day],
    id: [id],
    json: [{ a: [1, 'x'] }],
    day: ['2026-01-02'],
    nested: [
      [1, 2],
      [3, 4],
    ],
    none: [],
    absent: null,
  });
  const rows = await sql`select n from unnest(${[1, 2, 3]}::int[]) as n where n = any(${[1, 3]}::int[])`;
  expect(rows.map(({ n }) => n)).toEqual([1, 3]);
});
