import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { changeOf, insertEvents } from '../../../platform/events/outbox.ts';
import { partiesEvents } from '../events.ts';
import { lockOtherOperators, updateParty } from '../queries/parties.ts';

/** There is one operator: whoever was it before `id` is it no more. */
export async function endOtherOperators(
  tx: Transaction,
  id: string,
  actor: Actor,
  ports: Pick<Ports, 'clock'>,
): Promise<void> {
  const changes = { operator: false };
  for (const row of await lockOtherOperators(tx, id)) {
    const { version } = await updateParty(tx, row.id, {
      ...changes,
      version: row.version + 1,
      updatedAt: ports.clock.now(),
    });
    const event = {
      event: partiesEvents.partyChanged,
      subject: { entity: 'party', id: row.id },
      sequence: version,
      actor,
      payload: { changed: Object.keys(changes) },
      change: changeOf(row, changes),
    };
    await insertEvents(tx, [event], ports);
  }
}
