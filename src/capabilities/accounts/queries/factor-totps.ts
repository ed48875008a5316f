import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface TotpRow {
  id: string;
  userId: string;
  name: string;
  /** Sealed. */
  secret: string;
  createdAt: Date;
  confirmedAt: Date | null;
  lastStep: number;
  lastUsedAt: Date | null;
}

const columns = (sql: Queryable) =>
  sql`id, user_id, name, secret, created_at, confirmed_at, last_step, last_used_at`;

export const listTotps = (sql: Queryable, userId: string): Promise<TotpRow[]> => sql<TotpRow[]>`
  select ${columns(sql)} from accounts.factor_totps
  where user_id = ${userId} and confirmed_at is not null order by created_at, id`;

export async function findTotp(sql: Queryable, userId: string, id: string): Promise<TotpRow | undefined> {
  const [row] = await sql<TotpRow[]>`
    select ${columns(sql)} from accounts.factor_totps where user_id = ${userId} and id = ${id}`;
  return row;
}

/** What was begun before and never confirmed is forgotten: its secret may lie on another screen. */
export async function insertTotp(
  tx: Transaction,
  { id, userId, name, secret, createdAt }: Pick<TotpRow, 'id' | 'userId' | 'name' | 'secret' | 'createdAt'>,
): Promise<void> {
  await tx`delete from accounts.factor_totps where user_id = ${userId} and confirmed_at is null`;
  await tx`
    insert into accounts.factor_totps (id, user_id, name, secret, created_at)
    values (${id}, ${userId}, ${name}, ${secret}, ${createdAt})`;
}

/** A code of this step was taken; it counts as confirmed from now on. */
export const useTotpStep = (tx: Transaction, id: string, step: number, now: Date) => tx`
  update accounts.factor_totps
  set last_step = ${step}, last_used_at = ${now}, confirmed_at = coalesce(confirmed_at, ${now})
  where id = ${id}`;
