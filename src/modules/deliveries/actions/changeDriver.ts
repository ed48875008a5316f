import type { z } from 'zod';
import { registerDevice } from '../../../capabilities/tracking/api.ts';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Ports } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { changeOf, insertEvents } from '../../../platform/events/outbox.ts';
import { deliveriesEvents } from '../events.ts';
import { lockDriver, updateDriver, type Driver } from '../queries/drivers.ts';
import type { driverPatch } from '../schema.ts';

/** @throws not_found, precondition_failed */
export async function changeDriver(
  tx: Transaction,
  {
    id,
    patch,
    ifVersion,
    actor,
  }: { id: string; patch: z.output<typeof driverPatch>; ifVersion: number | undefined; actor: Actor },
  ports: Ports,
): Promise<Driver> {
  const before = await lockDriver(tx, id, { actor, scope: 'all' });
  if (!before) throw platformErrors.not_found(`There is no driver ${id}.`);
  if (ifVersion !== undefined && ifVersion !== before.version)
    throw platformErrors.precondition_failed(
      `It is at version ${before.version} now. Read it again, then decide.`,
      { members: { version: before.version } },
    );
  const version = before.version + 1;
  const saved = await updateDriver(tx, id, { ...patch, version, updatedAt: ports.clock.now() });
  const { name, regionId } = saved;
  await registerDevice(tx, { deviceId: id, kind: 'driver', name, partyId: id, companyId: null, regionId });
  const event = {
    event: deliveriesEvents.driverChanged,
    subject: { entity: 'driver', id },
    sequence: version,
    actor,
    action: 'change',
    fromState: before.state,
    toState: before.state,
    payload: { name, after: patch },
    change: changeOf(before, patch),
  };
  tx.withCommit(insertEvents(tx, [event], ports));
  return saved;
}
