import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { discardUpload } from '../../documents/api.ts';
import { geographyEvents } from '../events.ts';
import { type MapImport, moveImport } from '../queries/map-imports.ts';
import type { ImportRefusal } from '../rules/import-reasons.ts';

type Ending = { state: 'done' } | { state: 'cancelled' } | ({ state: 'failed' } & ImportRefusal);

const events = {
  done: geographyEvents.mapImported,
  cancelled: geographyEvents.mapImportCancelled,
  failed: geographyEvents.mapImportFailed,
};

/** The end of an import, whose row the caller has locked: said to everybody, and its file is let go. */
export async function endImport(
  tx: Transaction,
  one: MapImport,
  ending: Ending,
  actor: Actor,
  ctx: Ports,
): Promise<MapImport> {
  const progress = ending.state === 'done' ? { percent: 100 } : {};
  const ended = await moveImport(tx, one, { ...ending, ...progress, updatedAt: ctx.clock.now() });
  const event = {
    event: events[ending.state],
    subject: { entity: 'map_import', id: one.id },
    sequence: ended.version,
    actor,
    payload: { name: one.name },
  };
  tx.withCommit(insertEvents(tx, [event], ctx));
  if (one.uploadId) discardUpload(tx, one.uploadId);
  return ended;
}
