import { defineSubscriber } from '../../../platform/events/subscriber.ts';
import { addJob } from '../../../platform/jobs/enqueue.ts';
import { deliveriesEvents as events } from '../events.ts';
import { listWaiting } from '../queries/exceptions.ts';

/** Looks again for so many of those that wait; more than one driver takes at once. */
const perDriver = 20;
const most = 200;

/** When a driver is there again, what waits in vain is looked at at once instead of at its next turn. */
export const findWork = defineSubscriber({
  name: 'deliveries.findWork',
  events: [events.driverWentOnline, events.breakEnded, events.driverBecameFree].map(({ name }) => name),
  async handle({ tx, events: batch }) {
    for (const id of await listWaiting(tx, Math.min(batch.length * perDriver, most)))
      tx.withCommit(addJob(tx, 'deliveries.findDriver', { deliveryId: id }, { key: `findDriver:${id}` }));
  },
});
