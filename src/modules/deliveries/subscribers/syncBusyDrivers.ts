import { systemActor } from '../../../platform/auth/actor.ts';
import { defineSubscriber } from '../../../platform/events/subscriber.ts';
import { perform } from '../../../platform/lifecycle/perform.ts';
import { driverLifecycle } from '../driver-lifecycle.ts';
import { deliveriesEvents as events } from '../events.ts';
import { hasAcceptedWork } from '../queries/deliveries.ts';
import { lockDriver } from '../queries/drivers.ts';

const actor = systemActor('syncBusyDrivers');

/** A driver is busy while they hold accepted deliveries. */
export const syncBusyDrivers = defineSubscriber({
  name: 'deliveries.syncBusyDrivers',
  events: [
    events.driverAssigned,
    events.deliveryAccepted,
    events.driverUnassigned,
    events.deliveryDelivered,
    events.deliveryFailed,
    events.deliveryCancelled,
  ].map(({ name }) => name),
  async handle({ tx, events: batch, ctx }) {
    const ids = new Set(batch.map(({ payload }) => payload.driverId).filter((id) => typeof id === 'string'));
    // In one order for everyone, so that two workers never wait for each other.
    for (const id of [...ids].sort()) {
      const driver = await lockDriver(tx, id, { actor, scope: 'all' });
      if (!driver) continue;
      const works = await hasAcceptedWork(tx, id);
      const action =
        works && driver.state === 'online'
          ? 'becomeBusy'
          : !works && driver.state === 'busy'
            ? 'becomeFree'
            : undefined;
      if (action) await perform(tx, driverLifecycle, { id, action, input: {}, actor, scope: 'all' }, ctx);
    }
  },
});
