import { platformErrors } from '../errors/platform-errors.ts';
import type { FieldError } from '../errors/problem.ts';

/** One column that a file may have. */
export interface CsvColumn {
  /** Further names of it, compared without case, spaces, `_`, `-` and `.`. */
  aliases?: readonly string[];
  /** A file without it is refused. */
  required?: boolean;
}

export type CsvColumns = Readonly<Record<string, CsvColumn>>;

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

export interface CsvHeader {
  /** The column for each place of a line; undefined for columns that nobody asked for. */
  columns: readonly (string | undefined)[];
  /** Names in the file that mean nothing here; their values are not read. */
  ignored: string[];
}

const plain = (name: string): string => name.toLowerCase().replace(/[\s_.-]/g, '');

function columnsByName(columns: CsvColumns): Map<string, string> {
  return new Map(
    Object.entries(columns).flatMap(([name, { aliases = [] }]) =>
      [name, ...aliases].map((alias) => [plain(alias), name] as const),
    ),
  );
}

/** The delimiter under which the header has the most columns that are known, then the most columns at all. */
export function delimiterOf(headerText: string, columns: CsvColumns): Delimiter {
  const known = columnsByName(columns);
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: -1 };
  for (const delimiter of delimiters) {
    const cells = headerText.split(delimiter).map((cell) => plain(cell.trim().replace(/^"(.*)"$/s, '$1')));
    const score = cells.filter((cell) => known.has(cell)).length * 1000 + cells.length;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** @throws csv_not_readable when a required column is missing or two columns mean the same */
export function readHeader(cells: readonly string[], columns: CsvColumns): CsvHeader {
  const known = columnsByName(columns);
  const found = cells.map((cell) => known.get(plain(cell)));
  const errors: FieldError[] = Object.entries(columns)
    .filter(([name, { required }]) => required && !found.includes(name))
    .map(([name, { aliases = [] }]) => ({
      field: name,
      reason: aliases.length ? `is missing; it may also be called ${aliases.join(', ')}` : 'is missing',
    }));
  const missing = errors.length > 0;
  for (const name of new Set(found)) {
    const places = cells.filter((_, index) => found[index] === name);
    if (name !== undefined && places.length > 1)
      errors.push({ field: name, reason: `stands twice in the header, as ${places.join(' and ')}` });
  }
  if (errors.length > 0)
    throw platformErrors.csv_not_readable(
      `The header is "${cells.join(', ').slice(0, 200)}": ${errors.map(({ field, reason }) => `${field} ${reason}`).join('; ')}.`,
      { errors, members: { line: 1, missing } },
    );
  return {
    columns: found,
    ignored: cells.filter((cell, index) => found[index] === undefined && cell !== ''),
  };
}
