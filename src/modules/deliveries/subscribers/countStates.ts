import { defineSubscriber } from '../../../platform/events/subscriber.ts';
import { addToCounts } from '../queries/state-counts.ts';

/** Keeps the counts by state that the metrics and the first screen show, exact and without counting rows. */
export const countStates = defineSubscriber({
  name: 'deliveries.countStates',
  events: '*',
  batchSize: 1000,
  async handle({ tx, events }) {
    const changes = new Map<string, { entered: number; present: number }>();
    const add = (state: string, entered: number, present: number) => {
      const sum = changes.get(state) ?? { entered: 0, present: 0 };
      changes.set(state, { entered: sum.entered + entered, present: sum.present + present });
    };
    for (const { entity, fromState, toState } of events) {
      if (entity !== 'delivery' || fromState === toState) continue;
      if (fromState) add(fromState, 0, -1);
      if (toState) add(toState, 1, 1);
    }
    await addToCounts(tx, [...changes]);
  },
});
