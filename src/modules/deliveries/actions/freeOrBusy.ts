import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import { hasAcceptedWork } from '../queries/deliveries.ts';
import type { Driver } from '../queries/drivers.ts';

/** Beginning to work, and coming back from a break: accepted deliveries may have come, gone or been done meanwhile. */
export async function freeOrBusy({ tx, entity }: ActionCall<Driver, object>): Promise<ActionResult> {
  return { to: (await hasAcceptedWork(tx, entity.id)) ? 'busy' : 'online', payload: { name: entity.name } };
}
