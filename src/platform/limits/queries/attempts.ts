import type { Queryable } from '../../db/database.ts';

export interface AttemptRow {
  mark: number;
  refused: string[];
  backInMs: number;
}

export async function takeAttempt(
  sql: Queryable,
  limits: readonly { subject: string; limit: number; windowSeconds: number }[],
): Promise<AttemptRow> {
  const [row] = await sql<AttemptRow[]>`
    select mark, refused, back_in_ms from platform.take_attempt(
      ${limits.map(({ subject }) => subject)}::text[],
      ${limits.map(({ limit }) => limit)}::integer[],
      ${limits.map(({ windowSeconds }) => windowSeconds)}::integer[])`;
  return row as AttemptRow;
}

/** Takes one mark out again, as if the try had not been made. */
export const giveBackAttempt = (sql: Queryable, subjects: readonly string[], mark: number) => sql`
  update platform.attempts set marks = array_remove(marks, ${mark}::bigint)
  where subject in (
    select subject from platform.attempts where subject = any (${subjects as string[]}) order by subject for update)`;

export async function forgetAttempts(sql: Queryable, subject: string): Promise<boolean> {
  const rows = await sql`delete from platform.attempts where subject = ${subject} returning subject`;
  return rows.length > 0;
}

export const listAttempts = (sql: Queryable, count: number) => sql<{ subject: string; used: number }[]>`
  select subject, cardinality(marks) as used from platform.attempts
  where cardinality(marks) > 0 and expires_at > clock_timestamp()
  order by cardinality(marks) desc, subject limit ${count}`;
