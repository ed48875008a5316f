import { constants, createReadStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where the bytes of files live: a folder here, an object store elsewhere. Keys are UUIDs. */
export interface FileStore {
  /** Writes from `offset` on, over whatever a failed try left there; durable when it resolves. */
  write(key: string, offset: number, source: AsyncIterable<Uint8Array>): Promise<void>;
  /** The bytes in [start, end), to the last one without `end`. @throws ENOENT while there is no such file */
  read(key: string, range?: { start?: number; end?: number }): AsyncIterable<Uint8Array>;
  /** Where it lies on this machine, there or not: for what reads here and there in it. */
  pathOf(key: string): string;
  /** Undefined when there is no such file. */
  sizeOf(key: string): Promise<number | undefined>;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
}

/** Files in a folder, two levels deep so that no folder grows without end. */
export function folderStore(folder: string): FileStore {
  const pathOf = (key: string): string => {
    if (!/^[0-9a-f-]{36}$/.test(key)) throw new Error('The key of a file must be a UUID');
    // The end of a UUID is random in every version; the beginning of a time-ordered one is not.
    return path.join(folder, key.slice(-2), key.slice(-4, -2), key);
  };

  return {
    async write(key, offset, source) {
      const file = pathOf(key);
      const isNew = (await sizeOf(file)) === undefined;
      if (isNew) await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const handle = await open(file, constants.O_RDWR | constants.O_CREAT, 0o600);
      try {
        await handle.truncate(offset);
        let position = offset;
        for await (const bytes of source) {
          let written = 0;
          while (written < bytes.length) {
            const { bytesWritten } = await handle.write(
              bytes,
              written,
              bytes.length - written,
              position + written,
            );
            written += bytesWritten;
          }
          position += bytes.length;
        }
        await handle.datasync();
      } finally {
        await handle.close();
      }
      if (isNew) await syncFolders(path.dirname(file), folder);
    },
    read: (key, { start = 0, end } = {}) =>
      createReadStream(pathOf(key), { start, ...(end !== undefined && { end: end - 1 }) }),
    pathOf,
    sizeOf: (key) => sizeOf(pathOf(key)),
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A new name lasts only when its folder, and each new folder above it, is on disk too. */
async function syncFolders(from: string, to: string): Promise<void> {
  for (let folder = from; folder.length >= to.length; folder = path.dirname(folder)) {
    const handle = await open(folder, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
