import { rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { systemActor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { geographyEvents } from '../events.ts';
import { geographyOf } from '../geography.ts';
import type { ImportAsk, ImportWord } from './import-thread.ts';
import { uploadOf, writeImport, type MapImport } from './map-import.ts';

const touchMs = 1000;
const actor = systemActor('geography.mapImport');
const tooLarge = 'The map is too large for the memory of this server. Use a smaller extract.';

/**
 * Makes a map of what has arrived, on a thread of its own: the server answers meanwhile, and a file that is too large
 * for its memory ends the thread alone. The import says what became of it.
 */
export function beginImport(ctx: Context, maps: string, begun: MapImport): void {
  runImport(ctx, maps, begun).catch((error: unknown) =>
    ctx.log.error({ err: error, mapImport: begun.id }, 'The end of a map import could not be noted'),
  );
}

async function runImport(ctx: Context, maps: string, begun: MapImport): Promise<void> {
  let one = begun;
  let writing = Promise.resolve();
  const touch = () => {
    one = { ...one, touchedAt: ctx.clock.now().toISOString() };
    const now = one;
    writing = writing.then(() => writeImport(maps, now)).catch(() => undefined);
  };
  const timer = setInterval(touch, touchMs);
  const upload = uploadOf(maps, one.id);
  const failure = await outcome(ctx, maps, one, (percent) => {
    one = { ...one, percent };
  });
  clearInterval(timer);
  if (failure === null) await geographyOf(ctx).ready();
  one = failure === null ? { ...one, state: 'done', percent: 100 } : { ...one, state: 'failed', failure };
  touch();
  await writing;
  await rm(upload, { force: true });
  const event = {
    event: failure === null ? geographyEvents.mapImported : geographyEvents.mapImportFailed,
    subject: { entity: 'map_import', id: one.id },
    sequence: 2,
    actor,
    payload: { name: one.name },
  };
  await ctx.db.transaction((tx) => publish(tx, [event], ctx));
}

/** Null when it worked; the sentence otherwise. */
function outcome(
  ctx: Context,
  maps: string,
  { id, source, name, fileName }: MapImport,
  onPercent: (percent: number) => void,
): Promise<string | null> {
  const file = source === 'file' ? uploadOf(maps, id) : undefined;
  const ask: ImportAsk = { maps, file, name, nowMs: ctx.clock.nowMs() };
  return new Promise((resolve) => {
    let refused: string | null = null;
    const worker = new Worker(new URL('./import-thread.ts', import.meta.url), { workerData: ask });
    worker.on('message', (word: ImportWord) => {
      if ('percent' in word) onPercent(word.percent);
      // Where the file lies on the server is nobody's business.
      else refused = file && fileName ? word.refused.replaceAll(file, fileName) : word.refused;
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      ctx.log.error({ err: error, mapImport: id }, 'A map could not be imported');
      refused =
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? tooLarge
          : 'The map could not be imported; the log says why.';
    });
    worker.on('exit', () => resolve(refused));
  });
}
