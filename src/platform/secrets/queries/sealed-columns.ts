import type { Queryable, Transaction } from '../../db/database.ts';
import type { EncryptedField } from '../encrypted-field.ts';

export interface SealedValue {
  row: string;
  /** As the column's type has it. */
  value: string | Uint8Array;
}

/** What a column of either type holds, as the text that the database compares; sealed bytes are all ASCII. */
const textOf = (sql: Queryable, { column, type }: EncryptedField) =>
  type === 'bytea' ? sql`encode(${sql(column)}, 'escape')` : sql`${sql(column)}`;

/** Rows whose column is not sealed by this key yet, whatever holds them; plain texts of before as well. */
export const rowsNotSealedBy = (
  sql: Queryable,
  field: EncryptedField,
  { keyId, after, limit }: { keyId: string; after: string | undefined; limit: number },
): Promise<SealedValue[]> => sql<SealedValue[]>`
  select ${sql(field.key)}::text as row, ${sql(field.column)} as value from ${sql(field.table)}
  where ${sql(field.column)} is not null and not starts_with(${textOf(sql, field)}, ${`v1.${keyId}.`})
    ${after === undefined ? sql`` : sql`and ${sql(field.key)} > ${after}`}
  order by ${sql(field.key)} limit ${limit}`;

/** Each is replaced only where it still is what was read: a write that came between is newer and stays. */
export async function replaceSealed(
  tx: Transaction,
  { table, column, key }: EncryptedField,
  values: readonly (SealedValue & { sealed: string | Uint8Array })[],
): Promise<number> {
  const done = await Promise.all(
    values.map(
      ({ row, value, sealed }) => tx`
        update ${tx(table)} set ${tx(column)} = ${sealed} where ${tx(key)} = ${row} and ${tx(column)} = ${value}`,
    ),
  );
  return done.reduce((sum, { count }) => sum + count, 0);
}

/** How many values each key seals; null for plain texts. */
export const countByKey = (
  sql: Queryable,
  field: EncryptedField,
): Promise<{ keyId: string | null; count: number }[]> => sql`
  select case when ${textOf(sql, field)} like 'v1.%.%' then split_part(${textOf(sql, field)}, '.', 2) end as key_id,
    count(*)::int as count
  from ${sql(field.table)} where ${sql(field.column)} is not null group by 1`;
