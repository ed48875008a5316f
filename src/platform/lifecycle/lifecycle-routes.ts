import type { z } from 'zod';
import { versionTag } from '../http/etag.ts';
import { idParams, instant } from '../http/fields.ts';
import { Answer, defineRoute, type Route } from '../http/route.ts';
import type { Lifecycle, LifecycleEntity } from './lifecycle.ts';
import { perform } from './perform.ts';

/** When the person did it, by their device's clock; the server keeps its own time beside it. */
export const deviceTimeField = instant
  .optional()
  .meta({ description: 'When it happened by the clock of the device; for work done without a network' });

/** `POST <path>/{id}/actions/<action>` for every action that a person may perform. */
export function lifecycleRoutes<E extends LifecycleEntity>(lifecycle: Lifecycle<E>): Route[] {
  return Object.entries(lifecycle.actions).flatMap(([name, action]) => {
    if (action.permission === 'system') return [];
    const input = action.input as z.ZodObject;
    return defineRoute({
      operation: `${lifecycle.module}.${name}`,
      method: 'POST',
      path: `${lifecycle.path}/{id}/actions/${name}`,
      summary: action.meaning,
      description: `From ${action.from.join(', ')} to ${[action.to].flat().join(' or ')}.`,
      permission: action.permission,
      params: idParams,
      body: input.extend({ deviceTime: deviceTimeField }),
      response: lifecycle.response,
      problems: ['not_found', 'illegal_transition', 'precondition_failed', ...(action.problems ?? [])],
      async handler({ ctx, tx, params, body, actor, scope, ifVersion }) {
        const { deviceTime, ...rest } = body as Record<string, unknown> & { deviceTime?: string };
        const entity = await perform(
          tx,
          lifecycle,
          {
            id: params.id,
            action: name,
            input: rest,
            actor,
            scope,
            ifVersion,
            deviceTime: deviceTime ? new Date(deviceTime) : null,
          },
          ctx,
        );
        return new Answer(lifecycle.show(entity) as object, { etag: versionTag(entity.version) });
      },
    });
  });
}
