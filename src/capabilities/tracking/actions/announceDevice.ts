import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { deviceChanged } from '../events.ts';

/** Says that another set of people may see the device now: live sockets ask again. */
export async function announceDevice(
  tx: Transaction,
  ports: Pick<Context, 'clock' | 'rng'>,
  actor: Actor,
  payload: { deviceId: string; removed: boolean },
): Promise<void> {
  const subject = { entity: 'device_change', id: newId(ports) };
  await publish(tx, [{ event: deviceChanged, subject, sequence: 1, actor, payload }], ports);
}
