import { z } from 'zod';
import { describedLifecycle, describeLifecycle } from '../lifecycle/describe.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import { defineRoute, PUBLIC } from '../http/route.ts';

export const listLifecycles = (lifecycles: readonly Lifecycle<any>[]) =>
  defineRoute({
    operation: 'platform.listLifecycles',
    method: 'GET',
    path: '/v1/lifecycles',
    summary: 'States, actions and timers of every kind of entity',
    description: 'The declarations themselves. Public: they hold nothing of the operator.',
    permission: PUBLIC,
    response: z.strictObject({ items: z.array(describedLifecycle) }),
    handler: async ({ ctx }) => ({
      items: lifecycles.map((lifecycle) => describeLifecycle(lifecycle, ctx.config)),
    }),
  });
