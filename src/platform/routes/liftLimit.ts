import { z } from 'zod';
import { platformErrors } from '../errors/platform-errors.ts';
import { publish } from '../events/outbox.ts';
import { defineRoute } from '../http/route.ts';
import { limitLifted } from '../limits/events.ts';
import { limitsOf } from '../limits/limits.ts';
import { forgetAttempts } from '../limits/queries/attempts.ts';
import { newId } from '../ports/rng.ts';

export const liftLimit = defineRoute({
  operation: 'platform.liftLimit',
  method: 'DELETE',
  path: '/v1/limits/{subject}',
  summary: 'Let somebody go on whom the limits hold up',
  description:
    'Everything counted of the subject is forgotten. With Redis on all nodes, within a second; without it on the process that answers. The subject is as `GET /v1/limits` gives it, in the form of a path segment: `address:2001:db8:0:0::%2F64`.',
  permission: 'limit:lift',
  params: z.strictObject({ subject: z.string().min(3).max(200) }),
  problems: ['not_found'],
  async handler({ ctx, tx, actor, params: { subject } }) {
    const requests = (await limitsOf(ctx)?.lift(subject)) ?? false;
    const tries = await forgetAttempts(tx, subject);
    if (!requests && !tries) throw platformErrors.not_found('Nothing is counted of this subject.');
    const kind = /^(address|user|key):/.exec(subject)?.[1] as 'address' | 'user' | 'key' | undefined;
    const event = {
      event: limitLifted,
      subject: { entity: 'limit', id: newId(ctx) },
      sequence: 1,
      actor,
      payload: { of: kind ?? 'tries' },
    };
    await publish(tx, [event], ctx);
  },
});
