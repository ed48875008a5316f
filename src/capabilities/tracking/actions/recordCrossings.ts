import { systemActor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents, type NewEvent } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { geofenceDwelled, geofenceEntered, geofenceLeft } from '../events.ts';
import { storeCrossings } from '../queries/crossings.ts';
import { KINDS } from '../rules/fix.ts';
import type { Crossing } from '../rules/geofence.ts';

const EVENTS = { left: geofenceLeft, entered: geofenceEntered, dwelled: geofenceDwelled };
const KINDS_IN_ORDER = ['left', 'entered', 'dwelled'] as const;
const actor = systemActor('tracking');
const none: ReadonlySet<string> = new Set();

/** Stores who is inside of what, and publishes each crossing that really happened. */
export async function recordCrossings(
  tx: Transaction,
  ports: Pick<Context, 'clock' | 'rng'>,
  found: readonly Crossing[],
): Promise<void> {
  const steps = rounds(found).flatMap((round) =>
    KINDS_IN_ORDER.map((kind) => ({ kind, crossings: round.filter((one) => one.kind === kind) })),
  );
  // Sent at once; one connection does them in this order.
  const happened = await Promise.all(
    steps.map(async ({ kind, crossings }) =>
      crossings.length > 0 ? storeCrossings(tx, kind, crossings) : none,
    ),
  );
  const events = steps.flatMap(({ crossings }, step) =>
    crossings.filter((one) => happened[step]?.has(keyOf(one))).map((one) => eventOf(one, ports)),
  );
  if (events.length > 0) tx.withCommit(insertEvents(tx, events, ports));
}

const keyOf = (one: Crossing): string => `${one.deviceId}/${one.geofenceId}`;

/** Several crossings of one geofence by one device within a batch stay in their order: one in each round. */
function rounds(found: readonly Crossing[]): Crossing[][] {
  const counts = new Map<string, number>();
  const result: Crossing[][] = [];
  for (const one of found) {
    const round = counts.get(keyOf(one)) ?? 0;
    counts.set(keyOf(one), round + 1);
    const there = result[round];
    if (there === undefined) result.push([one]);
    else there.push(one);
  }
  return result;
}

function eventOf(one: Crossing, ports: Pick<Context, 'clock' | 'rng'>): NewEvent {
  return {
    event: EVENTS[one.kind],
    subject: { entity: 'crossing', id: newId(ports) },
    sequence: 1,
    actor,
    deviceTime: new Date(one.atMs),
    payload: {
      geofenceId: one.geofenceId,
      deviceId: one.deviceId,
      kind: KINDS[one.deviceKind] ?? 'vehicle',
      lat: one.lat,
      lng: one.lng,
      enteredAt: new Date(one.sinceMs).toISOString(),
    },
  };
}
