import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that this program runs from. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Found {
  /** From the root of the checkout. */
  file: string;
  line: number;
}

/** The folder of a module, a capability or the platform by its name. */
export function homeOf(name: string): string {
  const homes = [`src/capabilities/${name}`, `src/modules/${name}`, `src/${name}`];
  return homes.find((home) => existsSync(path.join(root, home))) ?? 'src';
}

const texts = new Map<string, string>();

function textOf(file: string): string {
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(path.join(root, file), 'utf8');
  texts.set(file, text);
  return text;
}

/** Source files below a folder, tests left out, declarations (`events.ts`, `errors.ts` …) first. */
export function filesBelow(folder: string, ending = '.ts'): string[] {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .filter((file) => file.endsWith(ending) && !/\.test\.ts$|\/tests\//.test(file))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
}

/** The first line that the pattern matches, file by file. */
export function firstMatch(files: readonly string[], pattern: RegExp): Found | undefined {
  for (const file of files) {
    const match = pattern.exec(textOf(file));
    if (match) return { file, line: lineAt(textOf(file), match.index) };
  }
  return undefined;
}

export function allMatches(
  files: readonly string[],
  pattern: RegExp,
): (Found & { match: RegExpMatchArray })[] {
  return files.flatMap((file) =>
    [...textOf(file).matchAll(pattern)].map((match) => ({
      file,
      line: lineAt(textOf(file), match.index),
      match,
    })),
  );
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

export const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
