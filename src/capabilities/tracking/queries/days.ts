import type { Queryable } from '../../../platform/db/database.ts';

export interface PartitionDay {
  /** `2026-11-22` */
  day: string;
  attached: boolean;
  thinned: boolean;
}

/** Days whose positions are stored, the oldest first. */
export async function readDays(sql: Queryable): Promise<PartitionDay[]> {
  return await sql<PartitionDay[]>`select day, attached, thinned from tracking.partition_days() order by day`;
}

/** Keeps one fix of each device in so many seconds; answers how many are left. */
export async function thinDay(sql: Queryable, day: string, seconds: number): Promise<number> {
  const [row] = await sql<
    { kept: number }[]
  >`select tracking.thin_day(${day}::date, ${seconds}::integer) as kept`;
  return row?.kept ?? 0;
}

/**
 * Drops a day whole. It is detached first, in a way that lets reads and writes of other days go on; that cannot
 * stand in a transaction, so a crash between the two leaves a detached table, which the next run drops.
 */
export async function dropDay(sql: Queryable, { day, attached }: PartitionDay): Promise<void> {
  const table = `positions_${day.replaceAll('-', '')}`;
  if (!/^positions_\d{8}$/.test(table)) throw new RangeError(`${day} is not a day`);
  if (attached)
    await sql.unsafe(`alter table tracking.positions detach partition tracking.${table} concurrently`);
  await sql.unsafe(`drop table tracking.${table}`);
}

export async function deleteSetAside(sql: Queryable, before: Date): Promise<number> {
  const rows = await sql`
    with gone as (delete from tracking.set_aside where server_time < ${before} returning 1)
    select count(*) as count from gone`;
  return Number(rows[0]?.['count'] ?? 0);
}
