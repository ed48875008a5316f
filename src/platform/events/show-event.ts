import { z } from 'zod';
import type { StoredEvent } from './outbox.ts';

export const shownEvent = z
  .strictObject({
    cursor: z.string(),
    name: z.string(),
    version: z.int(),
    entity: z.string(),
    entityId: z.uuid(),
    sequence: z.int().meta({ description: 'Place in the history of its entity: 1, 2, 3 …' }),
    action: z.string().nullable(),
    fromState: z.string().nullable(),
    toState: z.string().nullable(),
    actor: z.strictObject({ kind: z.string(), id: z.string() }),
    deviceTime: z.iso.datetime().nullable().meta({ description: 'By the clock of the device' }),
    serverTime: z.iso.datetime().meta({ description: 'By the clock of the server' }),
    payload: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' });

/** An event as the API and the socket give it. */
export function showEvent(event: StoredEvent): z.input<typeof shownEvent> {
  const { cursor, name, version, entity, entityId, sequence, action, fromState, toState, payload } = event;
  return {
    cursor,
    name,
    version,
    entity,
    entityId,
    sequence,
    action,
    fromState,
    toState,
    actor: { kind: event.actorKind, id: event.actorId },
    deviceTime: event.deviceTime?.toISOString() ?? null,
    serverTime: event.serverTime.toISOString(),
    payload,
  };
}
