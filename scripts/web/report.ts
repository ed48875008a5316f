/** What a browser fetches before an area shows, and whether that keeps to its budget. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { root, viteConfig } from './vite-config.ts';

process.env['NODE_ENV'] = 'production';

interface Chunk {
  file: string;
  imports?: string[];
  css?: string[];
}

const main = 'index.html';
/** Kilobytes of JavaScript after gzip; what is opened later, such as the map, is not in it. */
const budgets: Readonly<Record<string, { sources: string[]; kilobytes: number }>> = {
  dispatch: { sources: ['dispatch/board.tsx'], kilobytes: 250 },
  driver: { sources: ['driver/screens/area.tsx', 'driver/screens/stops.tsx'], kilobytes: 170 },
};

const folder = path.join(root, 'web/dist/.report');
await build(viteConfig(folder));
const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>;
const packed = (file: string) => gzipSync(readFileSync(path.join(folder, file)), { level: 9 }).length / 1024;

/** A chunk with everything that it cannot do without. */
function closure(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const other of manifest[name]?.imports ?? []) closure(other, seen);
  return seen;
}

let failed = false;
for (const [area, { sources, kilobytes }] of Object.entries(budgets)) {
  const words = `words/${area}/en.ts`;
  const needed = [
    ...new Set([main, ...sources, words, 'words/app/en.ts'].flatMap((name) => [...closure(name)])),
  ];
  const missing = [main, ...sources].filter((name) => !manifest[name]);
  const script = needed.reduce((sum, name) => sum + (manifest[name] ? packed(manifest[name].file) : 0), 0);
  const styles = new Set(needed.flatMap((name) => manifest[name]?.css ?? []));
  const style = [...styles].reduce((sum, file) => sum + packed(file), 0);
  failed ||= missing.length > 0 || script > kilobytes;
  process.stdout.write(
    `${area.padEnd(10)}${script.toFixed(1).padStart(7)} KB of ${kilobytes} KB JavaScript, ${style.toFixed(1)} KB styles${missing.length > 0 ? `; missing: ${missing.join(', ')}` : ''}\n`,
  );
}
process.exit(failed ? 1 : 0);
