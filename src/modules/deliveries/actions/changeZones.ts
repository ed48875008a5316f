import type { z } from 'zod';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import type { EventDefinition } from '../../../platform/events/define-event.ts';
import { changeOf, insertEvents, type Change } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { deliveriesEvents } from '../events.ts';
import * as pricing from '../queries/pricing.ts';
import type { zoneFields } from '../rules/zones.ts';

type Fields = z.output<z.ZodObject<typeof zoneFields>>;

export async function addZone(
  tx: Transaction,
  fields: Fields,
  actor: Actor,
  ports: Ports,
): Promise<pricing.Zone> {
  const now = ports.clock.now();
  const row = { id: newId(ports), version: 1, ...fields, createdAt: now, updatedAt: now };
  await pricing.insertZone(tx, row);
  record(tx, deliveriesEvents.zoneCreated, row, actor, ports);
  return row;
}

/** @throws not_found, precondition_failed */
export async function changeZone(
  tx: Transaction,
  { id, patch, ifVersion }: { id: string; patch: Partial<Fields>; ifVersion: number | undefined },
  actor: Actor,
  ports: Ports,
): Promise<pricing.Zone> {
  const before = await lock(tx, id, ifVersion);
  const row = { ...before, ...patch, version: before.version + 1, updatedAt: ports.clock.now() };
  await pricing.saveZone(tx, row);
  record(tx, deliveriesEvents.zoneChanged, row, actor, ports, changeOf(before, patch));
  return row;
}

/** Quotes and rates that name the zone stay as they are. @throws not_found, precondition_failed */
export async function removeZone(
  tx: Transaction,
  { id, ifVersion }: { id: string; ifVersion: number | undefined },
  actor: Actor,
  ports: Ports,
): Promise<void> {
  const before = await lock(tx, id, ifVersion);
  await pricing.removeZone(tx, id, ports.clock.now());
  record(tx, deliveriesEvents.zoneRemoved, { ...before, version: before.version + 1 }, actor, ports);
}

async function lock(tx: Transaction, id: string, ifVersion: number | undefined): Promise<pricing.Zone> {
  const row = await pricing.lockZone(tx, id);
  if (!row) throw platformErrors.not_found(`There is no zone ${id}.`);
  if (ifVersion !== undefined && ifVersion !== row.version)
    throw platformErrors.precondition_failed(
      `It is at version ${row.version} now. Read it again, then decide.`,
      {
        members: { version: row.version },
      },
    );
  return row;
}

function record(
  tx: Transaction,
  event: EventDefinition,
  { id, version, name }: pricing.Zone,
  actor: Actor,
  ports: Ports,
  change?: Change,
): void {
  const subject = { entity: 'delivery_zone', id };
  const written = { event, subject, sequence: version, actor, payload: { name }, ...(change && { change }) };
  tx.withCommit(insertEvents(tx, [written], ports));
}
