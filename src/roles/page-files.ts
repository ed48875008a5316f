import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { contentTag } from '../platform/http/etag.ts';

const root = new URL('../../', import.meta.url);
const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  ts: 'text/javascript; charset=utf-8',
};

export interface PageFile {
  body: string;
  tag: string;
  type: string;
}

/** Files of the repository as a browser takes them: types taken out of scripts. Each is read once, when first asked for. */
export function pageFiles(
  change: (path: string, source: string) => string = (_path, source) => source,
): (path: string) => Promise<PageFile> {
  const known = new Map<string, Promise<PageFile>>();
  const prepare = async (path: string): Promise<PageFile> => {
    const source = await readFile(new URL(path, root), 'utf8');
    const type = types[path.split('.').pop() as string] as string;
    const body = path.endsWith('.ts') ? withoutTypes(source) : change(path, source);
    return { body, tag: contentTag(body), type };
  };
  return (path) => {
    const found = known.get(path);
    if (found) return found;
    const reading = prepare(path);
    reading.catch(() => known.delete(path));
    known.set(path, reading);
    return reading;
  };
}

/** Lines stay where they are, so that errors in a browser name the line of the source. */
function withoutTypes(source: string): string {
  return stripTypeScriptTypes(source).replace(/[ \t]+$/gm, '');
}
