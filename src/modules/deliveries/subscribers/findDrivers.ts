import { defineSubscriber } from '../../../platform/events/subscriber.ts';
import { addJob } from '../../../platform/jobs/enqueue.ts';
import { deliveriesEvents as events } from '../events.ts';

/** Whenever a delivery waits for a driver, a job looks for one; by hand, nothing looks. */
export const findDrivers = defineSubscriber({
  name: 'deliveries.findDrivers',
  events: [
    events.deliveryCreated,
    events.deliveryReleased,
    events.offerDeclined,
    events.offerExpired,
    events.driverUnassigned,
    events.retryScheduled,
  ].map(({ name }) => name),
  async handle({ tx, events: batch }) {
    const waiting = batch.filter(({ toState }) => toState === 'ready').map(({ entityId }) => entityId);
    for (const id of new Set(waiting))
      tx.withCommit(addJob(tx, 'deliveries.findDriver', { deliveryId: id }, { key: `findDriver:${id}` }));
  },
});
