import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Context } from '../../../platform/context.ts';
import { pathOfData } from '../../documents/api.ts';
import { mapsOf } from '../geography.ts';
import type { ImportPhase } from '../import/progress.ts';
import type { MapImport } from '../queries/map-imports.ts';
import type { NewRegionFile } from '../region/store.ts';
import { type ImportRefusal, refusal, refusalOf } from '../rules/import-reasons.ts';
import type { ImportAsk, ImportWord } from './import-thread.ts';

export type MakingOf = { made: NewRegionFile } | { refused: ImportRefusal };

/**
 * Makes a map of what has arrived, on a thread of its own: the process goes on with everything else, and a file that is
 * too large for its memory ends the thread alone. Nothing is in force yet when it resolves.
 * @param onProgress hears of each percent
 * @throws the signal's reason once the thread has ended
 */
export async function makeMap(
  ctx: Pick<Context, 'config' | 'log' | 'clock'>,
  { id, uploadId, name, fileName }: Pick<MapImport, 'id' | 'uploadId' | 'name' | 'fileName'>,
  signal: AbortSignal,
  onProgress: (now: { phase: ImportPhase; percent: number }) => void,
): Promise<MakingOf> {
  const file = uploadId ? pathOfData(ctx, uploadId) : undefined;
  const ask: ImportAsk = { maps: mapsOf(ctx), file, name, nowMs: ctx.clock.nowMs() };
  const worker = new Worker(new URL('./import-thread.ts', import.meta.url), { workerData: ask });
  let outcome: MakingOf = { refused: refusal('unexpected') };
  worker.on('message', (word: ImportWord) => {
    if ('percent' in word) return onProgress(word);
    if ('made' in word) outcome = word;
    else {
      if (word.cause) ctx.log.error({ mapImport: id, cause: word.cause }, 'A map could not be made');
      outcome = { refused: hidePath(word.refused, file, fileName) };
    }
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    ctx.log.error({ err: error, mapImport: id }, 'A map could not be made');
    outcome = { refused: refusalOf(error) };
  });
  const stop = () => void worker.terminate();
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) stop();
    await once(worker, 'exit');
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
  return outcome;
}

/** Where the file lies on the server is nobody's business. */
function hidePath(
  { reason, failure }: ImportRefusal,
  file: string | undefined,
  fileName: string | null,
): ImportRefusal {
  return { reason, failure: file && fileName ? failure.replaceAll(file, fileName) : failure };
}
