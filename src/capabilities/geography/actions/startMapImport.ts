import { statfs } from 'node:fs/promises';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { announceData } from '../../documents/api.ts';
import { geographyConfig } from '../config.ts';
import { geographyErrors } from '../errors.ts';
import { geographyEvents } from '../events.ts';
import { mapsOf } from '../geography.ts';
import { regionNameOf } from '../import/import-file.ts';
import { insertImport, lockOpenImport, type MapImport } from '../queries/map-imports.ts';
import { canWrite, isRegionName } from '../region/store.ts';
import { enqueueImport } from './enqueueImport.ts';

type NewMapImport =
  | { source: 'demo' }
  | { source: 'file'; fileName: string; sizeBytes: number; name?: string | undefined };

const demoName = 'port-caravan';
/** The file itself, and the map that is made of it: some five times as large, as measured. */
const roomFactor = 6;

/**
 * Announces a map. The same file announced again by the same person, while its parts arrive, is the same import: so an
 * upload is gone on with.
 * @throws body_too_large, invalid_request, disk_full, map_import_open, maps_not_writable
 */
export async function startMapImport(
  tx: Transaction,
  wanted: NewMapImport,
  actor: Actor,
  ctx: Context,
): Promise<MapImport> {
  const isFile = wanted.source === 'file';
  const sizeBytes = isFile ? wanted.sizeBytes : 0;
  const name = isFile ? (wanted.name ?? regionNameOf(wanted.fileName)) : demoName;
  if (!isRegionName(name))
    throw platformErrors.invalid_request(
      `"${name}" cannot name a map: use small letters, digits and hyphens.`,
      { errors: [{ field: 'name', reason: 'must be small letters, digits and hyphens' }] },
    );
  await requireRoom(ctx, sizeBytes);
  const open = await lockOpenImport(tx, name);
  if (open) return goOn(open, wanted, actor);
  const createdAt = ctx.clock.now();
  const one = await insertImport(tx, {
    id: newId(ctx),
    state: isFile ? 'receiving' : 'waiting',
    source: wanted.source,
    name,
    fileName: isFile ? wanted.fileName : null,
    sizeBytes,
    uploadId: isFile ? await announceData(tx, sizeBytes, actor, ctx) : null,
    startedBy: actor.id,
    createdAt,
  });
  // Somebody else was faster by a moment.
  if (!one) throw openAlready(name);
  const event = {
    event: geographyEvents.mapImportStarted,
    subject: { entity: 'map_import', id: one.id },
    sequence: 1,
    actor,
    payload: { name },
  };
  tx.withCommit(insertEvents(tx, [event], ctx));
  if (!isFile) enqueueImport(tx, one.id);
  return one;
}

function goOn(open: MapImport, wanted: NewMapImport, actor: Actor): MapImport {
  const isSame =
    wanted.source === 'file' &&
    open.state === 'receiving' &&
    open.startedBy === actor.id &&
    open.fileName === wanted.fileName &&
    open.sizeBytes === wanted.sizeBytes;
  if (isSame) return open;
  throw openAlready(open.name, open.id);
}

const openAlready = (name: string, mapImportId?: string) =>
  geographyErrors.map_import_open(
    `A map "${name}" is on its way already; wait until it is ready, or cancel it.`,
    mapImportId === undefined ? {} : { members: { mapImportId } },
  );

async function requireRoom(ctx: Context, sizeBytes: number): Promise<void> {
  const { importLimitBytes } = ctx.config.get(geographyConfig);
  if (sizeBytes > importLimitBytes)
    throw platformErrors.body_too_large(
      `A map may have ${importLimitBytes} bytes here (CARAVAN_GEOGRAPHY_IMPORT_LIMIT_BYTES); import larger ones with caravan map import.`,
    );
  const maps = mapsOf(ctx);
  if (!(await canWrite(maps)))
    throw geographyErrors.maps_not_writable('The folder of the maps cannot be written to.');
  const { bavail, bsize } = await statfs(maps);
  const neededBytes = sizeBytes * roomFactor;
  if (bavail * bsize < neededBytes)
    throw platformErrors.disk_full(
      `The map needs about ${megabytes(neededBytes)} MB on the server's disk, and ${megabytes(bavail * bsize)} MB are free.`,
    );
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
