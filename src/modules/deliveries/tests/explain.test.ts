import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Transaction } from '../../../platform/db/database.ts';
import { createTestDatabase, type TestDatabase } from '../../../platform/testing/postgres.ts';
import { cases, kinds, queryFiles, without } from './explain-cases.ts';

/** A table with more rows than this must not be read from end to end. */
const bigRows = 10_000;
const rows = 100_000;

interface Statement {
  text: string;
  parameters: unknown[];
}

let database: TestDatabase;
let sql: postgres.Sql;
let statements: Statement[] = [];
const big = new Set<string>();

beforeAll(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, {
    max: 1,
    onnotice: () => {},
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel }, undefined: null },
    debug: (_connection, text, parameters) => statements.push({ text, parameters }),
  });
  await seed();
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and reltuples > ${bigRows}`;
  for (const { name } of tables) big.add(name);
}, 180_000);

afterAll(async () => {
  await sql.end();
  await database.drop();
});

test('the seed is large enough to tell', () => {
  expect([...big].sort()).toEqual(
    ['deliveries', 'import_lines', 'proofs', 'quotes', 'route_stops', 'shifts', 'tracking_links'].sort(),
  );
});

test('every query of the module has its case here', () => {
  const all = Object.entries(queryFiles).flatMap(([file, functions]) =>
    Object.entries(functions).flatMap(([name, value]) =>
      typeof value === 'function' ? [`${file}.${name}`] : [],
    ),
  );
  expect([...Object.keys(cases), ...without].sort()).toEqual(all.sort());
});

test.each(Object.entries(cases))('%s reads no big table from end to end', async (_name, calls) => {
  for (const call of calls) {
    await sql
      .begin(async (tx) => {
        statements = [];
        await Promise.resolve(call(tx as unknown as Transaction)).catch((error: { code?: string }) => {
          // The row of a case need not exist; what matters is how it was looked for.
          if (error.code !== undefined) throw error;
        });
        const seen = statements.filter(({ text }) => /^\s*(select|insert|update|delete|with)\b/i.test(text));
        expect(seen.length).toBeGreaterThan(0);
        for (const statement of seen) expect(await scanned(tx, statement), statement.text).toEqual([]);
        throw new RollBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof RollBack)) throw error;
      });
  }
});

test('a query without an index would be caught', async () => {
  const found = await scanned(sql, {
    text: 'select id from deliveries.deliveries where notes = $1',
    parameters: ['x'],
  });
  expect(found).toEqual(['deliveries']);
});

class RollBack extends Error {}

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

/** Big tables that the plan of a statement reads from end to end. */
async function scanned(on: postgres.ISql, { text, parameters }: Statement): Promise<string[]> {
  const [row] = await on.unsafe(`explain (format json) ${text}`, parameters as never[], { prepare: true });
  const plan = ((row as Record<string, unknown>).queryPlan ?? row!['QUERY PLAN']) as [{ Plan: Plan }];
  const visit = (node: Plan): string[] => [
    ...(node['Node Type'] === 'Seq Scan' && big.has(node['Relation Name'] ?? '')
      ? [node['Relation Name']!]
      : []),
    ...(node.Plans ?? []).flatMap(visit),
  ];
  return visit(plan[0].Plan);
}

async function seed(): Promise<void> {
  const id = (kind: string, n: string) =>
    sql.unsafe(`('${kind.padEnd(8, '0')}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`);
  await sql`alter table deliveries.deliveries disable trigger user`;
  // Built over all rows at once, indexes cost a fraction.
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'deliveries' and tablename = 'deliveries' and indexname <> 'deliveries_pkey'`;
  for (const { name } of indexes) await sql.unsafe(`drop index deliveries.${name}`);
  await sql`
    insert into deliveries.drivers (id, state, version, lifecycle_version, state_since, name, vehicle_kind,
      capacity_grams, created_at, updated_at)
    select ${id(kinds.driver, 'n')}, (array['offline', 'offline', 'online', 'busy'])[1 + n % 4], 1, 1, now(),
      'Driver ' || n, 'car', 250000, now(), now()
    from generate_series(0, 1999) n`;
  await sql`
    insert into deliveries.deliveries (id, state, version, lifecycle_version, state_since, reference, customer_id, pickup,
      pickup_lat, pickup_lng, dropoff, dropoff_lat, dropoff_lng, window_to, weight_grams, assignment_mode, driver_id,
      exception, exception_since, created_by, created_at, updated_at)
    select ${id(kinds.delivery, 'n')}, s.state, 1, 1, now(), 'R-' || n, ${id(kinds.customer, 'n % 500')}, '{}', 47.1,
      9.5, jsonb_build_object('street', 'Street ' || n), 47 + (n % 1000) / 2000.0, 9 + (n / 1000) / 200.0,
      now() - make_interval(mins => n % 50000), 1000, 'manual',
      case when s.state <> 'ready' then ${id(kinds.driver, 'n % 2000')} end,
      case when n % 500 = 0 then 'late' end, case when n % 500 = 0 then now() - make_interval(mins => n % 700) end,
      'seed', now(), now()
    from generate_series(1, ${rows}::integer) n,
      lateral (select case when n % 50 = 0 then 'ready' when n % 50 = 1 then 'assigned' when n % 50 = 2 then 'accepted'
        else 'delivered' end as state) s`;
  await sql`
    insert into deliveries.proofs (id, delivery_id, try, kind, server_time)
    select gen_random_uuid(), ${id(kinds.delivery, 'n')}, 1, 'scan', now() from generate_series(1, 20000) n`;
  await sql`
    insert into deliveries.route_stops (driver_id, delivery_id, kind, position)
    select ${id(kinds.driver, 'n % 2000')}, ${id(kinds.delivery, 'n')}, 'dropoff', n / 2000
    from generate_series(1, 20000) n`;
  await sql`
    insert into deliveries.tracking_links (id, delivery_id, token_hash, expires_at, created_by, created_at)
    select gen_random_uuid(), ${id(kinds.delivery, 'n')}, sha256(n::text::bytea), now(), 'seed', now()
    from generate_series(1, 20000) n`;
  await sql`
    insert into deliveries.shifts (id, state, version, lifecycle_version, state_since, driver_id, planned_from,
      planned_to, created_by, created_at, updated_at)
    select gen_random_uuid(), 'ended', 1, 1, now(), ${id(kinds.driver, 'n % 2000')},
      now() - make_interval(days => n / 2000), now() - make_interval(days => n / 2000) + interval '8 hours', 'seed',
      now(), now()
    from generate_series(1, 20000) n`;
  await sql`
    insert into deliveries.rates (id, version, name, terms, created_by, created_at)
    select ${id(kinds.rate, '1 + n % 20')}, 1 + n / 20, 'Rate', '{}', 'seed', now() from generate_series(0, 199) n`;
  await sql`
    insert into deliveries.quotes (id, customer_id, rate_id, rate_version, inputs, lines, total_minor, currency,
      expires_at, created_by, created_at)
    select ${id(kinds.quote, 'n')}, ${id(kinds.customer, 'n % 500')}, ${id(kinds.rate, '1')}, 1, '{}', '[]', 1, 'CHF',
      now(), 'seed', now()
    from generate_series(1, 20000) n`;
  await sql`
    insert into deliveries.imports (id, state, version, created_by, actor_kind, created_at, updated_at)
    select ${id(kinds.import, 'n')}, 'checked', 1, 'seed', 'person', now(), now() from generate_series(1, 50) n`;
  await sql`
    insert into deliveries.import_lines (import_id, line, customer_id, reference, delivery, errors)
    select ${id(kinds.import, '1 + n % 50')}, n / 50, ${id(kinds.customer, 'n % 500')}, 'I-' || n,
      case when n % 7 > 0 then '{}'::jsonb end, case when n % 7 = 0 then '[]'::jsonb end
    from generate_series(1, 50000) n`;
  for (const { definition } of indexes) await sql.unsafe(definition);
  await sql`alter table deliveries.deliveries enable trigger user`;
  await sql`analyze`;
}
