import type { z } from 'zod';
import { platformErrors } from '../errors/platform-errors.ts';
import { compiled, fieldErrors } from '../http/validate.ts';
import { decodeText, type TextEncoding } from './decode-text.ts';
import { delimiterOf, readHeader, type CsvColumns, type Delimiter } from './header.ts';
import { CsvFault, maxRecordCharacters, readRecords, type CsvRecord } from './records.ts';

export interface CsvFormat<Row> {
  columns: CsvColumns;
  /** Gets the trimmed text of each column by its name; empty cells are left out. */
  row: z.ZodType<Row>;
  /** More lines than this are refused. Default 1,000,000. */
  maxLines?: number;
}

export interface CsvLineError {
  /** Counted from 1, the header included; the first one of a record whose quotes span lines. */
  line: number;
  /** The column's name; empty when the whole line is meant. */
  field: string;
  reason: string;
}

/** One line: its row, or what is wrong with it. */
export type CsvLine<Row> =
  | { line: number; row: Row; errors?: undefined }
  | { line: number; row?: undefined; errors: CsvLineError[] };

export interface CsvReading<Row> {
  delimiter: Delimiter;
  /** As far as it is known yet; certain after the last line. */
  encoding(): TextEncoding;
  /** Columns of the file that mean nothing here. */
  ignoredColumns: readonly string[];
  /** To be read once. Ends early after a fault behind which nothing can be told, such as a quote that never closes. */
  lines: AsyncGenerator<CsvLine<Row>>;
}

/**
 * Reads a CSV file as a stream: any of `, ; tab |`, any line end, UTF-8, UTF-16 or Windows-1252, with or without byte
 * order mark or Excel's `sep=` line. Memory does not grow with the file.
 * @throws csv_not_readable for an empty file or a header that does not fit
 */
export async function readCsv<Row>(
  source: AsyncIterable<Uint8Array>,
  format: CsvFormat<Row>,
): Promise<CsvReading<Row>> {
  const text = decodeText(source);
  const start = await readStart(text.pieces);
  const delimiter = start.delimiter ?? delimiterOf(start.headerText, format.columns);
  const records = readRecords(joined(start.text, text.pieces), delimiter);
  const first = await records.next().catch((error: unknown) => {
    if (!(error instanceof CsvFault)) throw error;
    throw platformErrors.csv_not_readable(`The header ${error.message}.`, { cause: error });
  });
  if (first.done) throw platformErrors.csv_not_readable('The file is empty.');
  const header = readHeader(first.value.cells, format.columns);
  return {
    delimiter,
    encoding: text.encoding,
    ignoredColumns: header.ignored,
    lines: readLines(records, header.columns, format, start.linesBefore),
  };
}

async function* readLines<Row>(
  records: AsyncIterable<CsvRecord>,
  columns: readonly (string | undefined)[],
  format: CsvFormat<Row>,
  linesBefore: number,
): AsyncGenerator<CsvLine<Row>> {
  const schema = compiled(format.row);
  const maxLines = format.maxLines ?? 1_000_000;
  let count = 0;
  try {
    for await (const { cells, line } of records) {
      if (++count > maxLines) {
        yield wholeLine(line + linesBefore, `comes after ${maxLines} lines, the most that one file may have`);
        return;
      }
      yield toLine(cells, line + linesBefore, columns, schema);
    }
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    yield wholeLine(error.line + linesBefore, error.message);
  }
}

const wholeLine = (line: number, reason: string) => ({ line, errors: [{ line, field: '', reason }] });

function toLine<Row>(
  record: readonly string[],
  line: number,
  columns: readonly (string | undefined)[],
  schema: z.ZodType<Row>,
): CsvLine<Row> {
  if (record.length < columns.length || record.slice(columns.length).some((cell) => cell !== ''))
    return wholeLine(line, `has ${record.length} values, but the header has ${columns.length} columns`);
  const cells: Record<string, string> = {};
  for (let index = 0; index < columns.length; index++) {
    const name = columns[index];
    const cell = record[index]!;
    if (name !== undefined && cell !== '') cells[name] = cell;
  }
  const result = schema.safeParse(cells);
  if (result.success) return { line, row: result.data };
  return {
    line,
    errors: fieldErrors(result.error, '').map(({ field, reason }) => ({ line, field, reason })),
  };
}

interface Start {
  /** All that was read so far, without a `sep=` line. */
  text: string;
  headerText: string;
  /** Given by Excel's `sep=;` line. */
  delimiter?: Delimiter;
  linesBefore: number;
}

/** Reads until the header is whole. */
async function readStart(pieces: AsyncGenerator<string>): Promise<Start> {
  let text = '';
  for (;;) {
    const separator = /^sep=([,;\t|])\n/i.exec(text);
    const rest = (separator ? text.slice(separator[0].length) : text).replace(/^\uFEFF/, '');
    const header = /^\s*(?:"[^"]*"|[^"\n])+\n/.exec(rest);
    const enough = header !== null || text.length > maxRecordCharacters;
    const next = enough ? undefined : await pieces.next();
    if (next && !next.done) {
      text += next.value;
      continue;
    }
    return {
      text: rest,
      headerText: header?.[0] ?? rest,
      linesBefore: separator ? 1 : 0,
      ...(separator && { delimiter: separator[1] as Delimiter }),
    };
  }
}

async function* joined(start: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (start !== '') yield start;
  yield* rest;
}
