import type postgres from 'postgres';
import type { Queryable } from './database.ts';

/** A piece of a statement, to be put into another one. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** For LIKE: the text itself, nothing in it a wildcard. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/**
 * A condition: the text holds the words, or something within a typing mistake or two of them. Served by a trigram
 * index (gin_trgm_ops) on the column. One or two letters match from the start instead, by a text_pattern_ops index.
 * @param text the column, in lower case
 */
export function holdsWords(sql: Queryable, text: Fragment, words: string): Fragment {
  const wanted = words.toLowerCase();
  if (wanted.length < 3) return sql`${text} like ${`${escapeLike(wanted)}%`}`;
  // The operator's threshold is a setting, too strict by default for one missing letter. As a subquery of its own it
  // is set before the scan begins, and for this statement alone.
  return sql`(${text} like ${`%${escapeLike(wanted)}%`} or ${wanted} <% ${text})
    and (select set_config('pg_trgm.word_similarity_threshold', '0.45', true)) is not null`;
}
