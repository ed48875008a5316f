import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type MapSource, MapSourceError } from '../source/map-source.ts';
import { type CollectOptions, collectElements } from './collect.ts';
import type { ElementReader } from './element-reader.ts';
import { openPbf } from './pbf-reader.ts';
import { openXml } from './xml-reader.ts';

/** Opens a map file of either form; which one is read from its first bytes, not from its name. */
export async function openElements(path: string): Promise<ElementReader> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch {
    throw new MapSourceError(
      'geography.mapUnreadable',
      `${path} cannot be imported: it cannot be opened.`,
      'not_a_map',
    );
  }
  const head = Buffer.alloc(64);
  const bytesRead = await file
    .read(head, 0, 64, 0)
    .then((result) => result.bytesRead)
    .catch(() => -1);
  await file.close();
  if (bytesRead < 0) {
    throw new MapSourceError(
      'geography.mapUnreadable',
      `${path} cannot be imported: it is not a file.`,
      'not_a_map',
    );
  }
  if (bytesRead === 0) {
    throw new MapSourceError(
      'geography.mapUnreadable',
      `${path} cannot be imported: it is empty.`,
      'not_a_map',
    );
  }
  if (head[0] === 0x1f && head[1] === 0x8b) return openXml(path, true);
  if (
    head
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .trimStart()
      .startsWith('<')
  ) {
    return openXml(path, false);
  }
  return openPbf(path);
}

/** The name a region gets from its file: `liechtenstein-2024-03-04.osm.pbf` is `liechtenstein-2024-03-04`. */
export function regionNameOf(path: string): string {
  return basename(path)
    .replace(/\.(osm|pbf|gz|xml|bz2)\b/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** Reads an .osm.pbf, .osm.gz or .osm file whole. */
export async function importFile(path: string, options: CollectOptions): Promise<MapSource> {
  const reader = await openElements(path);
  try {
    return await collectElements(reader, options);
  } finally {
    await reader.close();
  }
}
