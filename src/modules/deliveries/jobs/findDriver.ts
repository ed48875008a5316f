import { z } from 'zod';
import { systemActor } from '../../../platform/auth/actor.ts';
import { Problem } from '../../../platform/errors/problem.ts';
import { addJob } from '../../../platform/jobs/enqueue.ts';
import { defineJob } from '../../../platform/jobs/job.ts';
import { perform } from '../../../platform/lifecycle/perform.ts';
import { deliveriesConfig } from '../config.ts';
import { deliveryLifecycle } from '../lifecycle.ts';
import { raiseException } from '../actions/raiseException.ts';
import { lockDelivery, type Delivery } from '../queries/deliveries.ts';

const actor = systemActor('findDriver');

/** Offers a waiting delivery to the best driver, or looks again later when there is none. */
export const findDriver = defineJob({
  name: 'deliveries.findDriver',
  meaning: 'Offers a ready delivery to the nearest suitable driver, the next one when that fails',
  payload: z.strictObject({ deliveryId: z.uuid() }),
  maxAttempts: 10,
  async run({ payload: { deliveryId }, ctx, finish }) {
    await finish(async (tx) => {
      const delivery = await lockDelivery(tx, deliveryId, { actor, scope: 'all' });
      if (!delivery || delivery.state !== 'ready' || delivery.assignmentMode === 'manual') return;
      const input = { accept: delivery.assignmentMode === 'automatic' };
      try {
        await perform(
          tx,
          deliveryLifecycle,
          { id: deliveryId, action: 'assignDriver', input, actor, scope: 'all' },
          ctx,
        );
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'driver_not_available') throw error;
        const { searchAgainSeconds } = ctx.config.get(deliveriesConfig);
        await raiseException(tx, delivery, { exception: 'no_driver', actor, clearDeclines: true }, ctx);
        const nowMs = ctx.clock.nowMs();
        const runAt = new Date(nowMs + delaySeconds(delivery, nowMs, searchAgainSeconds) * 1000);
        tx.withCommit(
          addJob(tx, 'deliveries.findDriver', { deliveryId }, { runAt, key: `findDriver:${deliveryId}` }),
        );
      }
    });
  },
});

const longestDelaySeconds = 600;

/** The longer it has waited, the more rarely it is looked at: many that nobody can take must not keep all busy. */
function delaySeconds({ exceptionSince }: Delivery, nowMs: number, shortest: number): number {
  const waitedSeconds = exceptionSince ? (nowMs - exceptionSince.getTime()) / 1000 : 0;
  return Math.max(shortest, Math.min(waitedSeconds / 2, longestDelaySeconds));
}
