import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pack, PackError, unpack } from './pack.ts';
import type { RegionData } from './region.ts';

/** What is in force, as `current.json` tells all processes. */
export interface CurrentMaps {
  maps: { name: string; file: string; importedAt: string; byteLength: number }[];
}

const CURRENT = 'current.json';
const SUFFIX = '.map';

/** Names are part of file names and addresses. */
export function isRegionName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(name);
}

/** The folder of the maps inside the data folder. */
export function mapsFolder(dataFolder: string): string {
  return join(dataFolder, 'maps');
}

export async function readCurrent(folder: string): Promise<CurrentMaps> {
  try {
    return JSON.parse(await readFile(join(folder, CURRENT), 'utf8')) as CurrentMaps;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { maps: [] };
    throw error;
  }
}

/** Changes whenever another set of maps is in force: cheap to ask often. */
export async function currentStamp(folder: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(join(folder, CURRENT));
    return `${ino}:${mtimeMs}:${size}`;
  } catch {
    return '';
  }
}

async function writeWhole(path: string, pieces: readonly Uint8Array[]): Promise<number> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  let byteLength = 0;
  const file = await open(temporary, 'w');
  try {
    for (const piece of pieces) {
      // One write may take less than it is given when a piece passes 2 GiB.
      for (let at = 0; at < piece.byteLength; ) {
        const { bytesWritten } = await file.write(piece, at, Math.min(piece.byteLength - at, 1 << 30));
        at += bytesWritten;
      }
      byteLength += piece.byteLength;
    }
    await file.sync();
    await file.close();
    await rename(temporary, path);
    return byteLength;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeCurrent(folder: string, current: CurrentMaps): Promise<void> {
  const text = `${JSON.stringify(current, null, 2)}\n`;
  await writeWhole(join(folder, CURRENT), [new TextEncoder().encode(text)]);
}

/** A region that lies whole beside those in force, and is not one of them yet. */
export interface NewRegionFile {
  name: string;
  file: string;
  importedAt: string;
  byteLength: number;
}

const waitingName = (file: string): string => `${file}.tmp`;

/** Writes the file of a region, to be put in force or dropped; one that is forgotten is swept away within hours. */
export async function writeRegion(
  folder: string,
  data: RegionData,
  importedAt: Date,
): Promise<NewRegionFile> {
  await mkdir(folder, { recursive: true });
  const { name } = data.about;
  const file = `${name}-${importedAt.getTime().toString(36)}-${randomUUID().slice(0, 8)}${SUFFIX}`;
  const byteLength = await writeWhole(join(folder, waitingName(file)), pack(data));
  return { name, file, importedAt: importedAt.toISOString(), byteLength };
}

/** Swaps `current.json`. Whoever reads meanwhile sees the old map or the new one, never a half. */
export async function putInForce(folder: string, entry: NewRegionFile): Promise<void> {
  await rename(join(folder, waitingName(entry.file)), join(folder, entry.file));
  const { maps } = await readCurrent(folder);
  await writeCurrent(folder, { maps: [...maps.filter((map) => map.name !== entry.name), entry] });
  await sweep(folder);
}

export const dropRegionFile = (folder: string, { file }: NewRegionFile): Promise<void> =>
  rm(join(folder, waitingName(file)), { force: true });

/** Writes a region and puts it in force. Returns the size of its file. */
export async function saveRegion(folder: string, data: RegionData, importedAt: Date): Promise<number> {
  const entry = await writeRegion(folder, data, importedAt);
  await putInForce(folder, entry);
  return entry.byteLength;
}

/** Takes a region out of force; false when there was none of that name. */
export async function removeRegion(folder: string, name: string): Promise<boolean> {
  const { maps } = await readCurrent(folder);
  const rest = maps.filter((map) => map.name !== name);
  if (rest.length === maps.length) return false;
  await writeCurrent(folder, { maps: rest });
  await sweep(folder);
  return true;
}

/** Deletes map files that are no longer in force, and leftovers of imports that were killed. */
async function sweep(folder: string): Promise<void> {
  const inForce = new Set((await readCurrent(folder)).maps.map((map) => map.file));
  const hourAgo = Date.now() - 3_600_000;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (name.endsWith(SUFFIX) && !inForce.has(name)) await rm(path, { force: true });
    else if (name.endsWith('.tmp')) {
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      if (mtimeMs < hourAgo) await rm(path, { force: true });
    }
  }
}

/** Reads a map file with one read into memory that threads can share. */
export async function readRegionFile(path: string): Promise<SharedArrayBuffer> {
  const file = await open(path, constants.O_RDONLY);
  try {
    const { size } = await file.stat();
    const buffer = new SharedArrayBuffer(size);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(
        new Uint8Array(buffer, at, Math.min(size - at, 1 << 30)),
        0,
        null,
        at,
      );
      if (bytesRead === 0) throw new PackError('The map file was cut short.');
      at += bytesRead;
    }
    return buffer;
  } finally {
    await file.close();
  }
}

export function regionIn(buffer: SharedArrayBuffer, verify: boolean): RegionData {
  return unpack<RegionData>(buffer, verify);
}

/** Whether a folder can be written to, to fail before an import and not after it. */
export async function canWrite(folder: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  return await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
