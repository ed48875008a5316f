import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import { visible } from './scope.ts';

/** One delivery on the exceptions queue. */
export interface OpenException {
  id: string;
  reference: string | null;
  state: string;
  version: number;
  exception: string;
  exceptionSince: Date;
  driverId: string | null;
  customerId: string;
  tries: number;
  windowTo: Date | null;
  failureReason: string | null;
  acknowledgedBy: string | null;
  acknowledgedAt: Date | null;
  note: string | null;
}

/** The longest waiting first. */
export function listExceptions(
  sql: Queryable,
  filter: {
    reasons?: readonly string[] | undefined;
    after?: { since: Date; id: string } | undefined;
    limit: number;
  },
  { actor, scope }: { actor: Actor; scope: Scope },
): Promise<OpenException[]> {
  const { reasons, after, limit } = filter;
  return sql<OpenException[]>`
    select d.id, d.reference, d.state, d.version, d.exception, d.exception_since, d.driver_id, d.customer_id, d.tries,
      d.window_to, d.failure_reason, m.acknowledged_by, m.acknowledged_at, m.note
    from deliveries.deliveries d left join deliveries.exception_marks m
      on m.delivery_id = d.id and m.exception = d.exception and m.acknowledged_at >= d.exception_since
    where d.exception is not null and ${visible(sql, actor, scope)}
      ${reasons ? sql`and d.exception = any(${reasons as string[]})` : sql``}
      ${after ? sql`and (d.exception_since, d.id) > (${after.since}, ${after.id}::uuid)` : sql``}
    order by d.exception_since, d.id limit ${limit}`;
}

export interface ExceptionMark {
  deliveryId: string;
  exception: string;
  acknowledgedBy: string;
  acknowledgedAt: Date;
  resolvedBy: string | null;
  resolvedAt: Date | null;
  note: string | null;
  windowTo: Date | null;
}

export async function putMark(tx: Transaction, mark: ExceptionMark): Promise<void> {
  await tx`
    insert into deliveries.exception_marks ${tx(mark as never)}
    on conflict (delivery_id, exception) do update set acknowledged_by = excluded.acknowledged_by,
      acknowledged_at = excluded.acknowledged_at, resolved_by = excluded.resolved_by,
      resolved_at = excluded.resolved_at, note = excluded.note, window_to = excluded.window_to`;
}

/** Deliveries whose promised time passed and that nobody has flagged or settled yet; locked, the latest first. */
export async function lockLate(tx: Transaction, now: Date, limit: number): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select d.id from deliveries.deliveries d
    where d.window_to < ${now} and d.exception is null
      and d.state not in ('delivered', 'cancelled', 'returned', 'draft') and d.state not in ('failed', 'returning')
      and not exists (
        select from deliveries.exception_marks m
        where m.delivery_id = d.id and m.exception = 'late' and m.resolved_at is not null and m.window_to = d.window_to)
    order by d.window_to limit ${limit}
    for update of d skip locked`;
  return rows.map(({ id }) => id);
}

export interface FlaggedLate {
  id: string;
  state: string;
  version: number;
  customerId: string;
  driverId: string | null;
  windowTo: Date;
}

export async function flagLate(tx: Transaction, ids: readonly string[], now: Date): Promise<FlaggedLate[]> {
  return tx<FlaggedLate[]>`
    update deliveries.deliveries
    set exception = 'late', exception_since = ${now}, version = version + 1, updated_at = ${now}
    where id = any(${ids as string[]}::uuid[])
    returning id, state, version, customer_id, driver_id, window_to`;
}

export async function countExceptions(sql: Queryable): Promise<{ exception: string; count: number }[]> {
  return sql`
    select exception, count(*)::integer as count from deliveries.deliveries
    where exception is not null group by exception`;
}

/** Those that wait for a driver in vain, the longest waiting first. */
export async function listWaiting(sql: Queryable, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from deliveries.deliveries
    where exception is not null and exception = 'no_driver' and state = 'ready'
    order by exception_since limit ${limit}`;
  return rows.map(({ id }) => id);
}
