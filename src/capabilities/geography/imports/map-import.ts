import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One import of a map over the API. It is a file beside the maps, so that every process of the instance knows it. */
export interface MapImport {
  id: string;
  /** Who may send its parts. */
  startedBy: string;
  state: 'receiving' | 'running' | 'done' | 'failed';
  source: 'file' | 'demo';
  name: string;
  fileName: string | null;
  sizeBytes: number;
  percent: number;
  /** Why it failed, in a sentence for a person. */
  failure: string | null;
  startedAt: string;
  /** While it runs it is touched every few seconds. */
  touchedAt: string;
}

const silentMs = 60_000;
const forgottenMs = 86_400_000;
const folderOf = (maps: string): string => join(maps, 'imports');
const stateFile = (maps: string, id: string): string => join(folderOf(maps), `${id}.json`);

/** Where the bytes of the file are put together. */
export const uploadOf = (maps: string, id: string): string => join(folderOf(maps), `${id}.upload`);

export async function writeImport(maps: string, one: MapImport): Promise<void> {
  await mkdir(folderOf(maps), { recursive: true });
  const file = stateFile(maps, one.id);
  await writeFile(`${file}.tmp`, JSON.stringify(one));
  await rename(`${file}.tmp`, file);
}

/** As it stands now: one that nobody has touched for a minute was cut off with its process. */
export async function readImport(maps: string, id: string, now: Date): Promise<MapImport | undefined> {
  const text = await readFile(stateFile(maps, id), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const one = JSON.parse(text) as MapImport;
  const cutOff = one.state === 'running' && now.getTime() - Date.parse(one.touchedAt) > silentMs;
  return cutOff ? { ...one, state: 'failed', failure: 'Caravan was stopped before the map was ready.' } : one;
}

export async function receivedBytes(maps: string, id: string): Promise<number> {
  return (await stat(uploadOf(maps, id)).catch(() => undefined))?.size ?? 0;
}

/** The one that is read into a map now, if any. */
export async function runningImport(maps: string, now: Date): Promise<MapImport | undefined> {
  for (const name of await namesIn(maps)) {
    const one = await readImport(maps, name, now);
    if (one?.state === 'running') return one;
  }
  return undefined;
}

/** Removes what was begun and left a day ago, and what is long over. */
export async function dropForgotten(maps: string, now: Date): Promise<void> {
  for (const id of await namesIn(maps)) {
    const one = await readImport(maps, id, now);
    if (!one || now.getTime() - Date.parse(one.touchedAt) < forgottenMs) continue;
    await rm(uploadOf(maps, id), { force: true });
    await rm(stateFile(maps, id), { force: true });
  }
}

async function namesIn(maps: string): Promise<string[]> {
  const names = await readdir(folderOf(maps)).catch(() => []);
  return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
}
