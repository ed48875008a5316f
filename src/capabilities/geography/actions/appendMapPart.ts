import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Context } from '../../../platform/context.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import type { Spooled } from '../../../platform/files/spool.ts';
import { geographyErrors } from '../errors.ts';
import {
  readImport,
  receivedBytes,
  runningImport,
  uploadOf,
  writeImport,
  type MapImport,
} from '../imports/map-import.ts';
import { running } from './startMapImport.ts';

/** Parts of one import one after the other, whoever sends them at once. */
const turns = new Map<string, Promise<unknown>>();

/**
 * Adds a part that has arrived whole; with the last one the import is `running`.
 * @throws not_found, map_part_wrong, body_too_large, map_import_running
 */
export function appendMapPart(
  ctx: Pick<Context, 'clock'>,
  maps: string,
  { id, offset, part }: { id: string; offset: number; part: Spooled },
): Promise<MapImport> {
  const turn = (turns.get(id) ?? Promise.resolve()).then(() => append(ctx, maps, { id, offset, part }));
  const settled: Promise<unknown> = turn
    .catch(() => undefined)
    .then(() => {
      if (turns.get(id) === settled) turns.delete(id);
    });
  turns.set(id, settled);
  return turn;
}

async function append(
  ctx: Pick<Context, 'clock'>,
  maps: string,
  { id, offset, part }: { id: string; offset: number; part: Spooled },
): Promise<MapImport> {
  const now = ctx.clock.now();
  const one = await readImport(maps, id, now);
  if (!one) throw platformErrors.not_found(`There is no import ${id}.`);
  const received = await receivedBytes(maps, id);
  if (one.state !== 'receiving' || offset !== received)
    throw geographyErrors.map_part_wrong(
      one.state === 'receiving'
        ? `${received} bytes have arrived; go on from there.`
        : 'The whole file has arrived already.',
      { members: { receivedBytes: one.state === 'receiving' ? received : one.sizeBytes } },
    );
  const after = received + part.sizeBytes;
  if (after > one.sizeBytes)
    throw platformErrors.body_too_large(`The file was announced with ${one.sizeBytes} bytes.`);
  const other = after === one.sizeBytes ? await runningImport(maps, now) : undefined;
  if (other) throw running(other);
  await pipeline(part.read(), createWriteStream(uploadOf(maps, id), { flags: 'a', mode: 0o600 }));
  const next: MapImport = {
    ...one,
    touchedAt: now.toISOString(),
    state: after === one.sizeBytes ? 'running' : 'receiving',
  };
  await writeImport(maps, next);
  return next;
}
