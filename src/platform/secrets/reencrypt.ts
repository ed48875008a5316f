import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../context.ts';
import type { EncryptedField } from './encrypted-field.ts';
import { ageOfActiveKeyMs, listDataKeys, retireDataKeys } from './queries/data-keys.ts';
import { countByKey, replaceSealed, rowsNotSealedBy } from './queries/sealed-columns.ts';
import { keyRefreshMs, SealBroken } from './secrets.ts';

type Needs = Pick<Context, 'db' | 'secrets' | 'log'>;

export interface Reencryption {
  /** Values that were sealed anew. */
  sealed: number;
  /** Values that no key of ours opens; they stay as they are, and so does the key that they name. */
  broken: number;
  retired: string[];
}

/** Small: the rows of a batch are locked together. */
const batchSize = 200;

/**
 * Seals every value of the fields with the present key, in small batches beside the traffic, and retires the keys that
 * no row uses any more. It may be stopped anywhere and run again.
 */
export async function reencrypt(
  ctx: Needs,
  fields: readonly EncryptedField[],
  { signal, progress }: { signal?: AbortSignal; progress?: (sealed: number) => Promise<void> } = {},
): Promise<Reencryption> {
  await ctx.secrets.refresh();
  const result: Reencryption = { sealed: 0, broken: 0, retired: [] };
  // Processes that have not heard of the new key seal with the old one a little longer; the second round finds those.
  for (const round of ['first', 'last']) {
    if (round === 'last') await untilAllKnowTheKey(ctx, signal);
    result.broken = 0;
    for (const field of fields) {
      const done = await reencryptField(ctx, field, { signal, progress, before: result.sealed });
      result.sealed += done.sealed;
      result.broken += done.broken;
    }
  }
  if (!signal?.aborted) result.retired = await retireUnused(ctx, fields);
  return result;
}

async function untilAllKnowTheKey({ db }: Needs, signal: AbortSignal | undefined): Promise<void> {
  const left = 2 * keyRefreshMs - (await ageOfActiveKeyMs(db.sql));
  if (left > 0) await sleep(left, undefined, signal ? { signal } : {}).catch(() => {});
}

async function reencryptField(
  { db, secrets, log }: Needs,
  field: EncryptedField,
  {
    signal,
    progress,
    before,
  }: {
    signal: AbortSignal | undefined;
    progress: ((sealed: number) => Promise<void>) | undefined;
    before: number;
  },
): Promise<{ sealed: number; broken: number }> {
  let [sealed, broken] = [0, 0];
  let after: string | undefined;
  while (!signal?.aborted) {
    const rows = await rowsNotSealedBy(db.sql, field, {
      keyId: secrets.activeKeyId(),
      after,
      limit: batchSize,
    });
    if (rows.length === 0) break;
    const values: Parameters<typeof replaceSealed>[2][number][] = [];
    for (const { row, value } of rows) {
      const place = { table: field.table, column: field.column, row };
      try {
        const plain = await secrets.openBytes(place, value);
        const sealed = field.type === 'bytea' ? secrets.sealBytes(place, plain) : secrets.seal(place, plain);
        values.push({ row, value, sealed });
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
        broken++;
        log.error({ table: field.table, column: field.column, row }, 'A sealed value does not open');
      }
    }
    sealed += await db.transaction((tx) => replaceSealed(tx, field, values));
    after = rows.at(-1)!.row;
    await progress?.(before + sealed);
  }
  return { sealed, broken };
}

async function retireUnused({ db }: Needs, fields: readonly EncryptedField[]): Promise<string[]> {
  const used = new Set<string | null>();
  for (const field of fields) for (const { keyId } of await countByKey(db.sql, field)) used.add(keyId);
  const unused = (await listDataKeys(db.sql)).map(({ id }) => id).filter((id) => !used.has(id));
  return retireDataKeys(db.sql, unused);
}
