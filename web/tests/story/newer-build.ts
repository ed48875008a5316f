import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { knowBuild } from '../traffic.ts';

const own = fileURLToPath(new URL('../../dist/', import.meta.url));
const text = /\.(js|mjs|css|html|json|svg|webmanifest)$/;
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } };

/** The web app as another release would bring it: every part under another name, and nothing left of this one. */
export async function newerBuild(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'caravan-newer-'));
  const { files } = JSON.parse(await readFile(`${own}built.json`, 'utf8')) as { files: string[] };
  for (const file of files) await cp(path.join(own, file), path.join(folder, file));
  const names = new Map(
    (await readdir(path.join(folder, 'assets'))).map((name) => [name, renamed(name)] as const),
  );
  const change = (content: string) =>
    [...names].reduce((changed, [name, next]) => changed.replaceAll(name, next), content);
  for (const file of files.filter((name) => text.test(name))) {
    const content = change(await readFile(path.join(folder, file), 'utf8'));
    await writeFile(path.join(folder, file), content);
    await writeFile(path.join(folder, `${file}.gz`), await promisify(gzip)(content));
    await writeFile(path.join(folder, `${file}.br`), await promisify(brotliCompress)(content, quick));
  }
  for (const file of files.filter((name) => name.startsWith('assets/')))
    for (const ending of text.test(file) ? ['', '.gz', '.br'] : [''])
      await rename(path.join(folder, file + ending), path.join(folder, change(file) + ending));
  await writeFile(
    path.join(folder, 'built.json'),
    JSON.stringify({ hash: 'newer', files: files.map(change), before: [] }),
  );
  knowBuild(folder);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** As long as the name was, so that nothing else moves. */
function renamed(name: string): string {
  const [, stem, hash, ending] = /^(.*)-([\w-]{8})(\.\w+)$/.exec(name) ?? [];
  if (!hash) return name;
  return `${stem}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}${ending}`;
}
