import type { z } from 'zod';
import type { Queryable } from '../../platform/db/database.ts';
import { latestSecurityCursor, securityStream, type Entry } from './queries/entries.ts';
import { parseStreamCursor, startCursor } from './rules/stream-cursor.ts';
import type { streamQuery } from './rules/stream-query.ts';

type Asked = { [K in keyof typeof streamQuery]?: z.output<(typeof streamQuery)[K]> };

/** The next part of the stream, and the cursor to go on from. @throws invalid_cursor */
export async function streamPage(
  sql: Queryable,
  { after: asked = startCursor, limit = 100, ...filter }: Asked,
): Promise<{ rows: (Entry & { cursor: string })[]; cursor: string }> {
  const after = asked === 'latest' ? ((await latestSecurityCursor(sql)) ?? startCursor) : asked;
  const rows = await securityStream(sql, { ...filter, after: parseStreamCursor(after), limit });
  return { rows, cursor: rows.at(-1)?.cursor ?? after };
}
