import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import type { Shift } from '../queries/shifts.ts';
import { releaseShift } from './shiftSlots.ts';

export async function cancelShift({
  tx,
  entity,
  actor,
  ports,
}: ActionCall<Shift, object>): Promise<ActionResult> {
  await releaseShift(tx, entity, actor, ports);
  return { payload: { driverId: entity.driverId } };
}
