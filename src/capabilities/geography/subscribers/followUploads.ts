import { systemActor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { defineSubscriber } from '../../../platform/events/subscriber.ts';
import { documentsEvents } from '../../documents/events.ts';
import { endImport } from '../actions/endImport.ts';
import { enqueueImport } from '../actions/enqueueImport.ts';
import { geographyEvents } from '../events.ts';
import { lockImport, type MapImport, moveImport } from '../queries/map-imports.ts';
import { refusal } from '../rules/import-reasons.ts';

const actor = systemActor('geography.followUploads');
const { dataCompleted, uploadExpired } = documentsEvents;

/** A file that is whole becomes a map; one that was left half way is given up. */
export const followUploads = defineSubscriber({
  name: 'geography.followUploads',
  events: [dataCompleted.name, uploadExpired.name],
  async handle({ tx, events, ctx }) {
    for (const { name, entityId } of events) {
      const one = await lockImport(tx, { uploadId: entityId });
      if (one?.state !== 'receiving') continue;
      if (name === dataCompleted.name) await queue(tx, one, ctx);
      else await endImport(tx, one, { state: 'failed', ...refusal('abandoned') }, actor, ctx);
    }
  },
});

async function queue(tx: Transaction, one: MapImport, ctx: Context): Promise<void> {
  const { id, version, name } = await moveImport(tx, one, { state: 'waiting', updatedAt: ctx.clock.now() });
  const event = {
    event: geographyEvents.mapFileReceived,
    subject: { entity: 'map_import', id },
    sequence: version,
    actor,
    payload: { name },
  };
  await publish(tx, [event], ctx);
  enqueueImport(tx, id);
}
