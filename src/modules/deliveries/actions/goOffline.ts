import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import { deliveriesErrors } from '../errors.ts';
import { hasAcceptedWork } from '../queries/deliveries.ts';
import type { Driver } from '../queries/drivers.ts';

/** The driver's lock is held, and assigning takes it too: nothing can be given to them in between. */
export async function goOffline({ tx, entity }: ActionCall<Driver, object>): Promise<ActionResult> {
  if (await hasAcceptedWork(tx, entity.id))
    throw deliveriesErrors.driver_has_deliveries(
      'Finish the accepted deliveries first, or have them taken back.',
    );
  return { payload: { name: entity.name } };
}
