import { z } from 'zod';
import { platformErrors } from '../errors/platform-errors.ts';
import { queryInteger } from './fields.ts';
import { Rendered } from './route.ts';

/** Query parameters of every list. */
export const pageQuery = {
  limit: queryInteger(1, 200).optional().meta({ description: 'Items in a page; default 50' }),
  cursor: z.string().max(500).optional().meta({ description: 'nextCursor of the page before' }),
};

export const page = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Null on the last page' }),
  });

export const defaultPageSize = 50;

/** Where the next page begins: the sort key of the last item, opaque to clients. */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws invalid_cursor when it does not hold what the schema of the key says */
export function decodeCursor<Key extends z.ZodType>(
  cursor: string | undefined,
  key: Key,
): z.output<Key> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw platformErrors.invalid_cursor('Take the cursor from nextCursor of the page before, unchanged.', {
      errors: [{ field: 'cursor', reason: 'is not a cursor of this list' }],
      cause,
    });
  }
}

/** Cuts rows read with `limit + 1` to a page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
  keyOf: (row: Row) => readonly (string | number)[],
): { items: Item[]; nextCursor: string | null } {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(show),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}

const [open, comma, close] = ['{"items":[', ',', '],"nextCursor":'].map((text) => Buffer.from(text)) as [
  Buffer,
  Buffer,
  Buffer,
];

/** The same for raw rows of `[key, wire form]`, which are neither decoded nor encoded again. */
export function toRenderedPage(
  rows: readonly (readonly [key: Buffer, shown: Buffer])[],
  limit: number,
): Rendered {
  const parts: Buffer[] = [open];
  const count = Math.min(rows.length, limit);
  for (let index = 0; index < count; index++) {
    if (index > 0) parts.push(comma);
    parts.push(rows[index]![1]);
  }
  const last = rows.length > limit ? rows[count - 1] : undefined;
  parts.push(close, Buffer.from(last ? `"${encodeCursor([last[0].toString()])}"}` : 'null}'));
  return new Rendered(Buffer.concat(parts));
}
