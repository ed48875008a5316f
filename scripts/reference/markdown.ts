/** Markdown that comes out the same each time. */
export const generatedNote =
  '<!-- Made by `npm run reference` from the declarations in the code. Not to be edited. -->';

export function page(title: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, generatedNote, ...parts].filter(Boolean).join('\n\n')}\n`;
}

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '_None._';
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');

export const code = (text: string): string => `\`${text}\``;

/** Plain code point order: the same on every machine. */
export const byName = <T>(items: readonly T[], nameOf: (item: T) => string): T[] =>
  [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`; undefined when the marks are missing. */
export function betweenMarks(text: string, name: string, content: string): string | undefined {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) return undefined;
  return `${text.slice(0, start + open.length)}\n${content}\n${text.slice(end)}`;
}
