import { z } from 'zod';
import { systemActor } from '../../../platform/auth/actor.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { defineJob } from '../../../platform/jobs/job.ts';
import { deliveriesEvents } from '../events.ts';
import { flagLate as flag, lockLate } from '../queries/exceptions.ts';

const actor = systemActor('flagLate');
const batchSize = 500;

export const flagLate = defineJob({
  name: 'deliveries.flagLate',
  meaning: 'Puts deliveries whose promised time has passed on the exceptions queue',
  payload: z.strictObject({}),
  schedule: '* * * * *',
  async run({ ctx, signal }) {
    for (let flagged = batchSize; flagged === batchSize && !signal.aborted; )
      flagged = await ctx.db.transaction(async (tx) => {
        const now = ctx.clock.now();
        const ids = await lockLate(tx, now, batchSize);
        if (ids.length === 0) return 0;
        const late = await flag(tx, ids, now);
        const events = late.map(({ id, version, state, customerId, driverId, windowTo }) => ({
          event: deliveriesEvents.exceptionRaised,
          subject: { entity: 'delivery', id },
          sequence: version,
          actor,
          action: 'raiseException',
          fromState: state,
          toState: state,
          payload: { customerId, driverId, exception: 'late', windowTo },
        }));
        await publish(tx, events, ctx);
        return late.length;
      });
  },
});
