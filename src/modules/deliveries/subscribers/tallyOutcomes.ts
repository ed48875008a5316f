import type { StoredEvent } from '../../../platform/events/outbox.ts';
import { defineSubscriber } from '../../../platform/events/subscriber.ts';
import { deliveriesEvents as events } from '../events.ts';
import { addToTallies, type Tally } from '../queries/tallies.ts';

const offerOutcomes: Readonly<Record<string, string>> = {
  [events.deliveryAccepted.name]: 'accepted',
  [events.offerDeclined.name]: 'declined',
  [events.offerExpired.name]: 'expired',
  [events.driverUnassigned.name]: 'withdrawn',
};

/** Counts what came of offers, and of the promised times. */
export const tallyOutcomes = defineSubscriber({
  name: 'deliveries.tallyOutcomes',
  events: [...Object.keys(offerOutcomes), events.deliveryDelivered.name],
  batchSize: 1000,
  async handle({ tx, events: batch }) {
    const sums = new Map<string, Tally>();
    for (const event of batch) {
      const tally = tallyOf(event);
      if (!tally) continue;
      const key = `${tally.name} ${tally.label}`;
      sums.set(key, { ...tally, count: (sums.get(key)?.count ?? 0) + 1 });
    }
    await addToTallies(tx, [...sums.values()]);
  },
});

function tallyOf({ name, fromState, payload }: StoredEvent): Omit<Tally, 'count'> | undefined {
  if (name === events.deliveryDelivered.name)
    return { name: 'promises', label: payload.onTime === false ? 'late' : 'on_time' };
  // Taken back after it was accepted, it was no open offer any more.
  return fromState === 'assigned' ? { name: 'offers', label: offerOutcomes[name]! } : undefined;
}
