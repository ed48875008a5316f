import { z } from 'zod';
import type { Context } from '../context.ts';

/** One thing that the service needs; `check` throws or gives words when it is not well. */
export interface HealthCheck {
  name: string;
  /** Whether the service is of no use without it. */
  critical: boolean;
  check(ctx: Context): Promise<string | undefined>;
}

export const healthReport = z
  .strictObject({
    status: z.enum(['ok', 'degraded', 'down']),
    version: z.string(),
    uptimeSeconds: z.number(),
    dependencies: z.array(
      z.strictObject({
        name: z.string(),
        status: z.enum(['ok', 'down']),
        critical: z.boolean(),
        milliseconds: z.number(),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Health' });

const checkTimeoutMilliseconds = 2000;

export async function checkHealth(
  ctx: Context,
  checks: readonly HealthCheck[],
  version: string,
): Promise<z.input<typeof healthReport>> {
  const dependencies = await Promise.all(
    checks.map(async ({ name, critical, check }) => {
      const started = performance.now();
      const detail = await Promise.race([
        check(ctx).catch(
          (error: Error) => `does not answer (${(error as { code?: string }).code ?? error.name})`,
        ),
        new Promise<string>((resolve) =>
          setTimeout(
            resolve,
            checkTimeoutMilliseconds,
            `no answer within ${checkTimeoutMilliseconds} ms`,
          ).unref(),
        ),
      ]);
      const milliseconds = Math.round((performance.now() - started) * 10) / 10;
      return {
        name,
        critical,
        status: detail ? ('down' as const) : ('ok' as const),
        milliseconds,
        detail: detail ?? null,
      };
    }),
  );
  const down = dependencies.filter(({ status }) => status === 'down');
  const status = down.some(({ critical }) => critical) ? 'down' : down.length > 0 ? 'degraded' : 'ok';
  return { status, version, uptimeSeconds: Math.round(process.uptime()), dependencies };
}

export const databaseCheck: HealthCheck = {
  name: 'database',
  critical: true,
  check: async (ctx) => {
    await ctx.db.sql`select 1`;
    return undefined;
  },
};

/** Without a worker timers and jobs wait. */
export const workerCheck: HealthCheck = {
  name: 'worker',
  critical: false,
  check: async (ctx) => {
    const [row] = await ctx.db.sql<{ alive: boolean }[]>`
      select exists (select from platform.workers where heartbeat_at > now() - interval '60 seconds') as alive`;
    return row?.alive ? undefined : 'no worker has given a sign of life for 60 s';
  },
};
