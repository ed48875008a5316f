import type { Queryable } from './database.ts';
import { indexHint, type PlanNode } from './index-hint.ts';

const slowMilliseconds = 100;
const shown = 10;

export interface SlowStatement {
  /** As the database keeps it: without values. */
  text: string;
  calls: number;
  meanMilliseconds: number;
  maxMilliseconds: number;
  /** What would spare it from reading a table whole. */
  index: string | null;
}

type Kept = Omit<SlowStatement, 'index'>;

/**
 * Statements of this database that take more than 100 ms on average, those first that cost most in all, since its
 * figures were last reset. Null when it counts none (pg_stat_statements is not there, or not for this user).
 */
export async function slowStatements(sql: Queryable): Promise<SlowStatement[] | null> {
  const rows = await readStatements(sql);
  if (!rows) return null;
  return Promise.all(rows.map(async (row) => ({ ...row, index: await hintFor(sql, row.text) })));
}

async function readStatements(sql: Queryable): Promise<Kept[] | null> {
  const [there] = await sql<
    { counted: boolean }[]
  >`select to_regclass('pg_stat_statements') is not null as counted`;
  if (!there?.counted) return null;
  try {
    return await sql<Kept[]>`
      select s.query as text, s.calls::int as calls, round(s.mean_exec_time)::int as mean_milliseconds,
        round(s.max_exec_time)::int as max_milliseconds
      from pg_stat_statements s join pg_database d on d.oid = s.dbid
      where d.datname = current_database() and s.toplevel and s.mean_exec_time > ${slowMilliseconds}
        and s.query ~* '^\\s*(select|with|insert|update|delete)\\M'
      order by s.total_exec_time desc limit ${shown}`;
  } catch (error) {
    // The view is there, but the library behind it was not loaded at the database's start.
    if ((error as { code?: string }).code === '55000') return null;
    throw error;
  }
}

/** How large a part of what was read of tables and indexes came out of memory, 0 to 1; null before anything was. */
export async function cacheHitRate(sql: Queryable): Promise<number | null> {
  const [row] = await sql<{ rate: number | null }[]>`
    select round(blks_hit::numeric / nullif(blks_hit + blks_read, 0), 4)::float8 as rate
    from pg_stat_database where datname = current_database()`;
  return row?.rate ?? null;
}

/** A statement that cannot be explained without its values gets no hint. */
async function hintFor(sql: Queryable, text: string): Promise<string | null> {
  try {
    const [row] = await sql.unsafe<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
      `explain (generic_plan, verbose, format json) ${text}`,
    );
    const plan = row?.['QUERY PLAN'][0]?.Plan;
    if (!plan) return null;
    const columns = await sql<{ table: string; columns: string[] }[]>`
      select table_schema || '.' || table_name as table, array_agg(column_name::text) as columns
      from information_schema.columns
      where table_schema not in ('pg_catalog', 'information_schema') group by 1`;
    const known = new Map(columns.map((row_) => [row_.table, row_.columns]));
    return indexHint(plan, (table) => known.get(table) ?? []);
  } catch {
    return null;
  }
}
