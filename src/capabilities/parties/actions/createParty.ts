import type { z } from 'zod';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { partiesErrors } from '../errors.ts';
import { partiesEvents } from '../events.ts';
import { insertParty, type Party } from '../queries/parties.ts';
import type { newParty } from '../schema.ts';
import { sealNotes } from '../sealed-notes.ts';
import { endOtherOperators } from './endOtherOperators.ts';

export type NewParty = z.output<typeof newParty>;

/**
 * Adds a person or company in the caller's transaction.
 * @throws party_exists when the id or the reference is taken
 */
export async function createParty(
  tx: Transaction,
  order: NewParty,
  actor: Actor,
  ports: Pick<Ports, 'clock' | 'rng' | 'secrets'>,
): Promise<Party> {
  const now = ports.clock.now();
  const id = order.id ?? newId(ports);
  const notes = order.notes ?? null;
  if (order.operator) await endOtherOperators(tx, id, actor, ports);
  const party = await insertParty(tx, {
    id,
    version: 1,
    kind: order.kind,
    name: order.name,
    email: order.email ?? null,
    phone: order.phone ?? null,
    language: order.language ?? null,
    reference: order.reference ?? null,
    notes: sealNotes(ports, id, notes),
    operator: order.operator ?? false,
    archivedAt: null,
    createdBy: actor.id,
    createdAt: now,
    updatedAt: now,
  });
  if (!party) {
    const taken = order.reference === undefined ? 'id' : 'reference';
    throw partiesErrors.party_exists('Its id or reference is taken by another party.', {
      errors: [{ field: taken, reason: 'is taken' }],
    });
  }
  const event = {
    event: partiesEvents.partyCreated,
    subject: { entity: 'party', id: party.id },
    sequence: 1,
    actor,
    payload: { kind: party.kind },
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return { ...party, notes };
}
