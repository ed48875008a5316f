import type { Clock } from '../ports/clock.ts';
import type { Queryable } from './database.ts';
import { readMigrations, type MigrationSet } from './migrate/migration-files.ts';

export interface IndexState {
  /** `schema.name` of indexes that the migrations make and the database does not have. */
  missing: string[];
  /** `schema.name` of indexes that an interrupted build left unusable. */
  invalid: string[];
}

/** Compares the indexes that the migrations declare with those that are there. Only for an up-to-date database. */
export async function examineIndexes(sql: Queryable, sets: MigrationSet[]): Promise<IndexState> {
  const schemas = sets.map(({ schema }) => schema);
  const rows = await sql<{ name: string; valid: boolean }[]>`
    select n.nspname || '.' || c.relname as name, i.indisvalid as valid
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(${schemas})`;
  const present = new Set(rows.map(({ name }) => name));
  return {
    missing: declaredIndexes(sets).filter((name) => !present.has(name)),
    invalid: rows.filter(({ valid }) => !valid).map(({ name }) => name),
  };
}

/** `schema.name` of the named indexes that exist after all migrations. */
export function declaredIndexes(sets: MigrationSet[]): string[] {
  const names = new Set<string>();
  for (const { schema, statements } of readMigrations(sets))
    for (const { text } of statements) {
      const bare = text.replace(/^(\s*--[^\n]*\n)*\s*/, '');
      const made =
        /^create\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(\w+)\s+on\b/i.exec(
          bare,
        );
      const dropped = /^drop\s+index\s+(?:concurrently\s+)?(?:if\s+exists\s+)?(?:\w+\.)?(\w+)/i.exec(bare);
      if (made) names.add(`${schema}.${made[1]}`);
      if (dropped) names.delete(`${schema}.${dropped[1]}`);
    }
  return [...names].sort();
}

/** Seconds that our clock is ahead of the database's; half of the round trip is taken as the way there. */
export async function clockSkewSeconds(sql: Queryable, clock: Clock): Promise<number> {
  const sentMs = clock.nowMs();
  const [row] = await sql<
    { ms: number }[]
  >`select extract(epoch from clock_timestamp())::float8 * 1000 as ms`;
  const middleMs = (sentMs + clock.nowMs()) / 2;
  return (middleMs - row!.ms) / 1000;
}
