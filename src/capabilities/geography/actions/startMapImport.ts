import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import { dbConfig } from '../../../platform/db/db-config.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { geographyConfig } from '../config.ts';
import { geographyErrors } from '../errors.ts';
import { geographyEvents } from '../events.ts';
import { regionNameOf } from '../import/import-file.ts';
import { dropForgotten, runningImport, writeImport, type MapImport } from '../imports/map-import.ts';
import { canWrite, isRegionName, mapsFolder } from '../region/store.ts';

type NewMapImport =
  | { source: 'demo' }
  | { source: 'file'; fileName: string; sizeBytes: number; name?: string | undefined };

export const mapsOf = (ctx: Pick<Context, 'config'>): string =>
  mapsFolder(ctx.config.get(dbConfig).dataFolder);

const demoName = 'port-caravan';

/**
 * Announces a map. What lies in the folder is written when the caller's transaction commits or not; an announcement
 * that nobody follows up is swept away after a day.
 * @throws body_too_large, invalid_request, map_import_running, maps_not_writable
 */
export async function startMapImport(
  tx: Transaction,
  wanted: NewMapImport,
  actor: Actor,
  ctx: Context,
): Promise<MapImport> {
  const maps = mapsOf(ctx);
  const now = ctx.clock.now();
  const isFile = wanted.source === 'file';
  const sizeBytes = isFile ? wanted.sizeBytes : 0;
  const { importLimitBytes } = ctx.config.get(geographyConfig);
  if (sizeBytes > importLimitBytes)
    throw platformErrors.body_too_large(
      `A map may have ${importLimitBytes} bytes here (CARAVAN_GEOGRAPHY_IMPORT_LIMIT_BYTES); import larger ones with caravan map import.`,
    );
  const name = isFile ? (wanted.name ?? regionNameOf(wanted.fileName)) : demoName;
  if (!isRegionName(name))
    throw platformErrors.invalid_request(
      `"${name}" cannot name a map: use small letters, digits and hyphens.`,
      { errors: [{ field: 'name', reason: 'must be small letters, digits and hyphens' }] },
    );
  if (!(await canWrite(maps)))
    throw geographyErrors.maps_not_writable('The folder of the maps cannot be written to.');
  await dropForgotten(maps, now);
  const other = await runningImport(maps, now);
  if (other) throw running(other);
  const one: MapImport = {
    id: newId(ctx),
    startedBy: actor.id,
    state: isFile ? 'receiving' : 'running',
    source: wanted.source,
    name,
    fileName: isFile ? wanted.fileName : null,
    sizeBytes,
    percent: 0,
    failure: null,
    startedAt: now.toISOString(),
    touchedAt: now.toISOString(),
  };
  await writeImport(maps, one);
  const event = {
    event: geographyEvents.mapImportStarted,
    subject: { entity: 'map_import', id: one.id },
    sequence: 1,
    actor,
    payload: { name },
  };
  await publish(tx, [event], ctx);
  return one;
}

export const running = ({ name }: MapImport) =>
  geographyErrors.map_import_running(`The map "${name}" is being made; wait until it is ready.`);
