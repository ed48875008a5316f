import { z } from 'zod';
import { fireTimer as fire } from '../lifecycle/perform.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { defineJob } from './job.ts';

/** The job behind every lifecycle timer. */
export const fireTimer = (lifecycles: readonly Lifecycle<any>[]) =>
  defineJob({
    name: 'platform.fireTimer',
    meaning: 'Performs the action of a lifecycle timer, unless the state was left meanwhile',
    payload: z.strictObject({ entity: z.string(), id: z.uuid(), timer: z.string(), stateSince: z.string() }),
    priority: -1,
    maxAttempts: 10,
    async run({ payload, ctx, finish }) {
      const lifecycle = lifecycles.find(({ entity }) => entity === payload.entity);
      if (!lifecycle) throw new Error(`No lifecycle is declared for "${payload.entity}"`);
      await finish((tx) => fire(tx, lifecycle, payload, ctx));
    },
  });
