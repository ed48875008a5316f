import type { z } from 'zod';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import type { EventDefinition } from '../../../platform/events/define-event.ts';
import { insertEvents, type Change } from '../../../platform/events/outbox.ts';
import { requireVersion } from '../../../platform/http/if-match.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { placesErrors } from '../errors.ts';
import { placesEvents } from '../events.ts';
import { insertRegion, lockRegion, reassignPlaces, updateRegion, type Region } from '../queries/regions.ts';
import { circleShape, polygonShape, type Shape } from '../rules/region-shape.ts';
import type { newRegion, regionPatch } from '../schema.ts';

type Drawn = Pick<z.output<typeof newRegion>, 'polygon' | 'circle'>;
type Clocked = Pick<Ports, 'clock'>;

const taken = (name: string, cause?: unknown) =>
  placesErrors.region_exists(`Another region is called ${name}, or has this id.`, {
    errors: [{ field: 'name', reason: 'is taken' }],
    cause,
  });

/** @throws region_not_supported */
const shapeOf = ({ polygon, circle }: Drawn): Shape =>
  circle ? circleShape(circle) : polygonShape(polygon ?? []);

/** @throws region_exists, region_not_supported */
export async function createRegion(
  tx: Transaction,
  order: z.output<typeof newRegion>,
  actor: Actor,
  ports: Pick<Ports, 'clock' | 'rng'>,
): Promise<Region> {
  const region = await insertRegion(tx, {
    id: order.id ?? newId(ports),
    name: order.name,
    shape: shapeOf(order),
    createdBy: actor.id,
    now: ports.clock.now(),
  });
  if (!region) throw taken(order.name);
  await tell(tx, placesEvents.regionCreated, region, actor, ports);
  return region;
}

/** @throws not_found, precondition_failed, region_exists, region_not_supported */
export async function changeRegion(
  tx: Transaction,
  {
    id,
    patch,
    ifVersion,
  }: { id: string; patch: z.output<typeof regionPatch>; ifVersion: number | undefined },
  actor: Actor,
  ports: Clocked,
): Promise<Region> {
  const row = requireVersion(await lockRegion(tx, id), ifVersion, `region ${id}`);
  const name = patch.name ?? row.name;
  const redrawn = patch.polygon !== undefined || patch.circle !== undefined;
  if (name === row.name && !redrawn) return row;
  const shape = shapeOf(redrawn ? patch : row.definition);
  const next = { version: row.version + 1, name, shape, now: ports.clock.now() };
  const saved = await updateRegion(tx, id, next).catch((error: { code?: string }) => {
    throw error.code === '23505' ? taken(name, error) : error;
  });
  const before = { name: row.name, ...(redrawn && row.definition) };
  await tell(tx, placesEvents.regionChanged, saved, actor, ports, { before, after: patch });
  return saved;
}

async function tell(
  tx: Transaction,
  event: EventDefinition,
  { id, version, name }: Region,
  actor: Actor,
  ports: Clocked,
  change?: Change,
): Promise<void> {
  const places = await reassignPlaces(tx, id);
  const subject = { entity: 'region', id };
  tx.withCommit(
    insertEvents(
      tx,
      [{ event, subject, sequence: version, actor, payload: { name, places }, ...(change && { change }) }],
      ports,
    ),
  );
}
