import type { Queryable, Transaction } from '../../db/database.ts';

/** active: seals. retiring: opens until no row uses it. retired: no row uses it; kept for backups. */
export interface DataKey {
  id: string;
  wrapped: string;
  state: 'active' | 'retiring' | 'retired';
  createdAt: Date;
}

export const listDataKeys = (sql: Queryable): Promise<DataKey[]> => sql<DataKey[]>`
  select id, wrapped, state, created_at from platform.data_keys order by created_at desc, id`;

/** Of several processes that start at once the first one's key stays. */
export const insertFirstDataKey = (sql: Queryable, key: Pick<DataKey, 'id' | 'wrapped'>) => sql`
  insert into platform.data_keys (id, wrapped, state) values (${key.id}, ${key.wrapped}, 'active')
  on conflict do nothing`;

/** The new key seals from now on; the one before opens only. */
export async function changeActiveDataKey(
  tx: Transaction,
  key: Pick<DataKey, 'id' | 'wrapped'>,
): Promise<void> {
  await tx`lock table platform.data_keys in share row exclusive mode`;
  await tx`update platform.data_keys set state = 'retiring' where state = 'active'`;
  await tx`
    insert into platform.data_keys (id, wrapped, state, created_at)
    values (${key.id}, ${key.wrapped}, 'active', clock_timestamp())`;
}

export const setWrapped = (sql: Queryable, { id, wrapped }: Pick<DataKey, 'id' | 'wrapped'>) => sql`
  update platform.data_keys set wrapped = ${wrapped} where id = ${id}`;

/** Milliseconds since the present key began to seal, by the clock of the database. */
export async function ageOfActiveKeyMs(sql: Queryable): Promise<number> {
  const [row] = await sql<{ age: number }[]>`
    select (extract(epoch from clock_timestamp() - created_at) * 1000)::float8 as age
    from platform.data_keys where state = 'active'`;
  return row?.age ?? 0;
}

export async function retireDataKeys(sql: Queryable, ids: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update platform.data_keys set state = 'retired'
    where state = 'retiring' and id = any(${ids as string[]}::text[]) returning id`;
  return rows.map(({ id }) => id);
}
