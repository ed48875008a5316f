import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import { hasAcceptedWork } from '../queries/deliveries.ts';
import type { Driver } from '../queries/drivers.ts';

export async function goOnline({ tx, entity }: ActionCall<Driver, object>): Promise<ActionResult> {
  return { to: (await hasAcceptedWork(tx, entity.id)) ? 'busy' : 'online', payload: { name: entity.name } };
}
