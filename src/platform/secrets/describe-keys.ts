import type { Context } from '../context.ts';
import type { EncryptedField } from './encrypted-field.ts';
import { listDataKeys, type DataKey } from './queries/data-keys.ts';
import { countByKey } from './queries/sealed-columns.ts';

export interface KeyStatus {
  source: string;
  masterKeyIds: string[];
  /** Newest first, with how many values of all fields each seals. */
  keys: (Pick<DataKey, 'id' | 'state' | 'createdAt'> & { values: number })[];
  /** Values from before their column was sealed. */
  plain: number;
}

export async function describeKeys(
  { db, secrets }: Pick<Context, 'db' | 'secrets'>,
  fields: readonly EncryptedField[],
): Promise<KeyStatus> {
  const values = new Map<string | null, number>();
  for (const field of fields)
    for (const { keyId, count } of await countByKey(db.sql, field))
      values.set(keyId, (values.get(keyId) ?? 0) + count);
  const keys = await listDataKeys(db.sql);
  return {
    ...secrets.describe(),
    keys: keys.map(({ id, state, createdAt }) => ({ id, state, createdAt, values: values.get(id) ?? 0 })),
    plain: values.get(null) ?? 0,
  };
}
