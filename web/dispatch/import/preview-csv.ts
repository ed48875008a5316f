export interface CsvPreview {
  columns: string[];
  /** Lines counted as the server does: from 1, the header included. */
  rows: { line: number; cells: string[] }[];
}

const mostRows = 2000;

/** The cells of a file for looking at; what they mean is for the server to say, which has told encoding and delimiter. */
export function previewCsv(
  bytes: Uint8Array,
  { encoding, delimiter }: { encoding: string | null; delimiter: string | null },
): CsvPreview {
  const text = new TextDecoder(encoding ?? 'utf-8').decode(bytes);
  const lines = splitCsv(text, delimiter ?? ',');
  const [columns = [], ...rest] = lines.map(({ cells }) => cells);
  return {
    columns,
    rows: rest.slice(0, mostRows).map((cells, index) => ({ line: lines[index + 1]?.line ?? 0, cells })),
  };
}

/** RFC 4180: a quoted cell may hold the delimiter, line ends and doubled quotes. */
export function splitCsv(text: string, delimiter: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let began = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: began, cells });
    cells = [];
    cell = '';
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === '\n') line++;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[at++];
      else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === delimiter) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n') {
      endRow();
      began = line;
    } else if (sign !== '\r') cell += sign;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}
