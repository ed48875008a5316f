/** Fails when a package that a user installs is not under a permissive licence. Reads what the lock file names. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

const json = <T>(file: string): T => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T;
const lock = json<{ packages: Record<string, { dev?: boolean }> }>('package-lock.json');

/** `(MIT OR GPL-3.0)` leaves the choice to us; `MIT AND ISC` asks for both. */
const isPermissive = (licence: string): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(/\s+OR\s+/i)
    .some((choice) => choice.split(/\s+AND\s+/i).every((name) => permissive.has(name.trim())));

const refused: string[] = [];
let seen = 0;
for (const [folder, { dev }] of Object.entries(lock.packages)) {
  const file = path.join(folder, 'package.json');
  if (folder === '' || dev || !existsSync(path.join(root, file))) continue;
  const { name, license } = json<{ name: string; license?: string | { type: string } }>(file);
  const licence = typeof license === 'object' ? license.type : (license ?? 'none named');
  seen++;
  if (!isPermissive(licence)) refused.push(`${name}: ${licence}`);
}
process.stdout.write(`${seen} packages\n`);
for (const line of refused) process.stderr.write(`Not permissive: ${line}\n`);
process.exit(refused.length > 0 ? 1 : 0);
