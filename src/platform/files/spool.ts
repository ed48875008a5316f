import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { platformErrors } from '../errors/platform-errors.ts';

export interface Spooled extends AsyncDisposable {
  sizeBytes: number;
  /** Read as often as wanted. */
  read(): AsyncIterable<Uint8Array>;
}

/**
 * Puts a request's body aside in a temporary file, so that a slow sender holds no transaction open and memory does not
 * grow with the body. To be held by `await using`.
 * @throws body_too_large
 */
export async function spool(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spooled> {
  const file = path.join(tmpdir(), `caravan-${randomUUID()}`);
  let sizeBytes = 0;
  const remove = () => rm(file, { force: true });
  try {
    await pipeline(
      source,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          sizeBytes += chunk.length;
          if (sizeBytes > maxBytes)
            throw platformErrors.body_too_large(
              `At most ${maxBytes} bytes are taken at once; send it in parts.`,
            );
          yield chunk;
        }
      },
      createWriteStream(file, { flags: 'wx', mode: 0o600 }),
    );
  } catch (error) {
    await remove();
    throw error;
  }
  return { sizeBytes, read: () => createReadStream(file), [Symbol.asyncDispose]: remove };
}
