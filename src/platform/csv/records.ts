import { finished } from 'node:stream/promises';
import { parse, type Parser } from 'csv-parse';
import type { Delimiter } from './header.ts';

export interface CsvRecord {
  cells: string[];
  /** Counted from 1; the first one of a record whose quotes span lines. */
  line: number;
}

/** What makes everything behind it unreadable. */
export class CsvFault extends Error {
  readonly line: number;
  constructor(line: number, reason: string, cause: unknown) {
    super(reason, { cause });
    this.line = line;
  }
}

export const maxRecordCharacters = 65_536;

/** The parser holds back the last characters until it has seen a few more; empty lines push them out. */
const lookAhead = '\n'.repeat(16);

interface Parsed {
  record: string[];
  info: { lines: number };
}

/**
 * Splits text into records, one piece at a time: the parser works synchronously, so that after each piece its records
 * are taken out before the next is asked for, and those before a fault are not lost with it.
 * @throws CsvFault
 */
export async function* readRecords(
  pieces: AsyncIterable<string>,
  delimiter: Delimiter,
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter,
    info: true,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
    max_record_size: maxRecordCharacters,
  });
  // The error is read from the parser itself; without a listener it would end the process.
  parser.on('error', () => undefined);
  let lastLine = 0;
  const taken = function* (): Generator<CsvRecord> {
    for (let next = take(parser); next !== null; next = take(parser)) {
      const { record, info } = next;
      const newlines = record.reduce((sum, cell) => sum + (cell.split('\n').length - 1), 0);
      lastLine = info.lines;
      yield { cells: record, line: info.lines - newlines };
    }
  };
  try {
    for await (const piece of pieces) {
      parser.write(piece);
      yield* taken();
      if (parser.errored) throw parser.errored;
    }
    parser.write(lookAhead);
    yield* taken();
    parser.end();
    parser.resume();
    await finished(parser);
  } catch (error) {
    throw new CsvFault(lastLine + 1, reasonOf(error), error);
  } finally {
    parser.destroy();
  }
}

const take = (parser: Parser): Parsed | null => parser.read() as Parsed | null;

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE')
    return 'opens a quote that is not closed again, or is longer than 65,536 characters';
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not valid UTF-8, as the lines before it are';
  if (code?.startsWith('CSV_')) return `cannot be read: ${message}`;
  throw error;
}
