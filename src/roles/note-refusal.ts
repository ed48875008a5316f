import { securityEvent } from '../capabilities/audit/api.ts';
import type { Context } from '../platform/context.ts';
import type { Refusal } from '../platform/limits/limit-requests.ts';

/** Writes refusals into the stream of security events; a database that is away must not turn them into something else. */
export const noteRefusal =
  (ctx: Pick<Context, 'db' | 'clock' | 'rng' | 'log'>) =>
  ({ kind, operation, actor, address, requestId, subject, detail }: Refusal): void => {
    securityEvent(ctx.db.sql, ctx, {
      kind,
      outcome: 'denied',
      operation,
      actor,
      address,
      requestId,
      detail: { subject, ...detail },
    }).catch((err: unknown) => ctx.log.warn({ err, operation, kind }, 'A refusal could not be noted'));
  };
