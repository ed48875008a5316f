/** Puts the web app together in web/dist. `--if-changed`: only when its sources are not those of the last time. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { oneAtATime } from './one-at-a-time.ts';
import { root, viteConfig } from './vite-config.ts';
import { wrongWords } from './wrong-words.ts';

// Asked for by a test it would inherit NODE_ENV=test, and the pages would get the libraries' slow editions.
process.env['NODE_ENV'] = 'production';

const dist = path.join(root, 'web/dist');
const record = path.join(dist, 'built.json');
const compressible = /\.(js|mjs|css|html|svg|json|webmanifest)$/;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** What the server reads: it serves these files and no others. */
interface Built {
  /** Of all sources. */
  hash: string;
  files: string[];
  /** Of the build before, which pages that are still open may ask for. */
  before: string[];
}

const hash = await hashOfSources();
if (await isBuilt()) process.exit();
await mkdir(dist, { recursive: true });
// Tests that find the sources changed at the same time would take each other's files away.
await oneAtATime(path.join(dist, '.building'), async () => {
  if (await isBuilt()) return;
  const wrong = await wrongWords(path.join(root, 'web'));
  if (wrong.length === 0) return makeAll();
  process.stderr.write(`The web app is not built, for words are missing:\n  ${wrong.join('\n  ')}\n`);
  process.exitCode = 1;
});

async function isBuilt(): Promise<boolean> {
  return process.argv.includes('--if-changed') && (await lastBuilt())?.hash === hash;
}

async function lastBuilt(): Promise<Built | undefined> {
  return existsSync(record) ? (JSON.parse(await readFile(record, 'utf8')) as Built) : undefined;
}

async function makeAll(): Promise<void> {
  const built = await lastBuilt();
  const next = path.join(dist, `.next-${process.pid}`);
  await build(viteConfig(next));
  const files = (await listFiles(next)).filter((file) => !file.endsWith('manifest.json'));
  for (const file of files.filter((name) => compressible.test(name))) await compress(path.join(next, file));
  for (const file of await listFiles(next)) {
    await mkdir(path.dirname(path.join(dist, file)), { recursive: true });
    await rename(path.join(next, file), path.join(dist, file));
  }
  await rm(next, { recursive: true });
  const now: Built = { hash, files, before: (built?.files ?? []).filter((file) => !files.includes(file)) };
  await forgetOlder(now);
  await writeFile(`${record}.new`, JSON.stringify(now));
  await rename(`${record}.new`, record);
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  await writeFile(`${file}.br`, await brotli(bytes, { params }));
  await writeFile(`${file}.gz`, await zip(bytes, { level: 9 }));
}

async function forgetOlder({ files, before }: Built): Promise<void> {
  const kept = new Set([...files, ...before]);
  for (const file of await listFiles(path.join(dist, 'assets')).catch(() => []))
    if (!kept.has(`assets/${file.replace(/\.(br|gz)$/, '')}`)) await rm(path.join(dist, 'assets', file));
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

async function hashOfSources(): Promise<string> {
  const sum = createHash('sha256');
  for (const folder of ['web', 'client/src', 'scripts/web']) {
    for (const file of await listFiles(path.join(root, folder))) {
      if (/^(dist|tests)\/|\.test\.ts$/.test(file)) continue;
      sum.update(`${folder}/${file}\n`).update(await readFile(path.join(root, folder, file)));
    }
  }
  return sum.update(await readFile(path.join(root, 'package-lock.json'))).digest('hex');
}
