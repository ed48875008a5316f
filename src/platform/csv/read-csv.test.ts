import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { csvNumber, csvText } from './fields.ts';
import { readCsv, type CsvFormat } from './read-csv.ts';

const format: CsvFormat<{ name: string; lat: number; note?: string | undefined }> = {
  columns: {
    name: { required: true, aliases: ['Bezeichnung'] },
    lat: { required: true, aliases: ['latitude'] },
    note: {},
  },
  row: z.strictObject({ name: csvText(20), lat: csvNumber(-90, 90), note: csvText(100).optional() }),
};

async function* chunks(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(content: string | Uint8Array, size?: number) {
  const reading = await readCsv(
    chunks(typeof content === 'string' ? Buffer.from(content) : content, size),
    format,
  );
  const lines = await collect(reading.lines);
  return { ...reading, encoding: reading.encoding(), lines };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const rowsOf = (lines: readonly { row?: unknown }[]) => lines.map(({ row }) => row);
const two = [
  { name: 'Städtle', lat: 47.14, note: undefined },
  { name: 'B', lat: 47.2, note: 'x\ny "z"' },
].map(({ note, ...row }) => (note === undefined ? row : { ...row, note }));
const text = 'name,lat,note\nStädtle,47.14,\nB,47.2,"x\ny ""z"""\n';

describe('a file however a spreadsheet wrote it', () => {
  const variants: [string, Uint8Array | string, object][] = [
    ['plain UTF-8', text, { encoding: 'utf-8', delimiter: ',' }],
    ['with a byte order mark', `\uFEFF${text}`, { encoding: 'utf-8' }],
    [
      'with semicolons and decimal commas',
      text.replaceAll('.', '§').replaceAll(',', ';').replaceAll('§', ','),
      { delimiter: ';' },
    ],
    ['with tabs', text.replaceAll(',', '\t'), { delimiter: '\t' }],
    ['with CRLF', text.replaceAll('\n', '\r\n'), {}],
    ['with lone CR', text.replaceAll('\n', '\r'), {}],
    ['in Latin-1', iconv.encode(text, 'latin1'), { encoding: 'windows-1252' }],
    [
      'in UTF-16 with a byte order mark',
      iconv.encode(text, 'utf-16le', { addBOM: true }),
      { encoding: 'utf-16le' },
    ],
    ['with Excel’s separator line', `sep=;\r\n${text.replaceAll(',', ';')}`, { delimiter: ';' }],
    ['with other names for the columns', text.replace('name,lat', '"BEZEICHNUNG", Latitude '), {}],
    ['with empty lines and a line of empty cells', text.replace('note\n', 'note\n\n , ,\n'), {}],
    ['without a last line end', text.trimEnd(), {}],
  ];
  for (const [name, content, expected] of variants)
    for (const size of [undefined, 1, 7])
      test(`${name}, in chunks of ${size ?? 'all'}`, async () => {
        const result = await read(content, size);
        expect(rowsOf(result.lines)).toEqual(two);
        expect(result).toMatchObject(expected);
      });
});

test('each wrong line is named by number, field and reason, and the others are read', async () => {
  const { lines } = await read(
    'note,name,lat\n"a\nb",A,47\n,,91\nx,B\n,C,north\n,a name of more than twenty characters,1\n,D,3,4\n,E,5\n',
  );
  expect(rowsOf(lines).filter(Boolean)).toEqual([
    { name: 'A', lat: 47, note: 'a\nb' },
    { name: 'E', lat: 5 },
  ]);
  expect(lines.flatMap(({ errors }) => errors ?? [])).toEqual([
    { line: 4, field: 'name', reason: 'is missing' },
    { line: 4, field: 'lat', reason: 'must be at most 90' },
    { line: 5, field: '', reason: 'has 2 values, but the header has 3 columns' },
    { line: 6, field: 'lat', reason: 'must be a number' },
    { line: 7, field: 'name', reason: 'is longer than 20 characters' },
    { line: 8, field: '', reason: 'has 4 values, but the header has 3 columns' },
  ]);
});

test.each([1, 30_000])(
  'a quote that never closes ends the reading, with the line where it opens',
  async (more) => {
    const { lines } = await read(`name,lat\nA,1\n"B,2\n${'C,3\n'.repeat(more)}`);
    expect(lines).toEqual([
      { line: 2, row: { name: 'A', lat: 1 } },
      { line: 3, errors: [{ line: 3, field: '', reason: expect.stringContaining('not closed') }] },
    ]);
  },
);

test('text that stops being UTF-8 is refused from there on', async () => {
  const { lines } = await read(
    Buffer.concat([
      Buffer.from('name,lat\nä,1\n'),
      Buffer.alloc(70_000, 'A,1\n'),
      Buffer.from([0xe4, 0x2c, 0x31]),
    ]),
    16_384,
  );
  expect(lines.at(-1)?.errors?.[0]?.reason).toContain('not valid UTF-8');
  expect(lines.length).toBeGreaterThan(1000);
});

test.each([
  ['', 'empty', []],
  ['lat,note\n1,2\n', 'name is missing', ['name']],
  ['name,lat,Latitude\nA,1,1\n', 'stands twice', ['lat']],
])('a header that does not fit is refused: %j', async (content, words, fields) => {
  await expect(read(content)).rejects.toMatchObject({
    code: 'csv_not_readable',
    message: expect.stringContaining(words),
    extras: fields.length ? { errors: fields.map((field) => expect.objectContaining({ field })) } : {},
  });
});

test('unknown columns are named and left out', async () => {
  const { ignoredColumns, lines } = await read('name,colour,lat\nA,red,1\n');
  expect(ignoredColumns).toEqual(['colour']);
  expect(rowsOf(lines)).toEqual([{ name: 'A', lat: 1 }]);
});

test('100,000 lines pass through without being held', async () => {
  let asked = 0;
  async function* many(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('name,lat,note\n');
    for (; asked < 100; asked++) yield Buffer.from('Straße,47.1,"a ""quoted"" note"\n'.repeat(1000));
  }
  const reading = await readCsv(many(), format);
  let count = 0;
  for await (const { row } of reading.lines) {
    count++;
    if (count === 1) expect(asked).toBeLessThan(10);
    if (!row) throw new Error('a good line was refused');
  }
  expect(count).toBe(100_000);
});
