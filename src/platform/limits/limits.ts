import type { Context } from '../context.ts';
import { connectRedis } from '../redis/connect-redis.ts';
import { redisConfig } from '../redis/redis-config.ts';
import type { Counters, Taken } from './counters.ts';
import { memoryCounters } from './memory-counters.ts';
import type { Policies } from './policy.ts';
import type { Quota } from './quota.ts';
import { redisCounters } from './redis-counters.ts';

/**
 * Longest time that a request waits for Redis before this process counts alone: long enough that a busy process does
 * not take its own delay for one of Redis and count on its own what is counted there.
 */
const REDIS_PATIENCE_MS = 2_000;
/** How often a lost Redis is asked whether it is back. */
const RETRY_MS = 250;

export type CountedBy = 'memory' | 'redis' | 'memory, redis is lost';

/** The counts of a process, shared with the other nodes where there is a Redis. */
export interface Limits extends Counters {
  policies: Policies;
  countedBy(): CountedBy;
  /** Resolves when Redis answers, or has not for too long; requests before that would be counted here alone. */
  ready(): Promise<void>;
  close(): void;
}

const open = new WeakMap<Context['db'], Limits>();

/** Undefined while limits are off, or on a process that serves no requests. */
export const limitsOf = (ctx: Pick<Context, 'db'>): Limits | undefined => open.get(ctx.db);

export interface LimitsOptions {
  policies: Policies;
  /** Only runs forward; default: the time since this process began. */
  elapsedMs?: () => number;
}

export function openLimits(
  ctx: Pick<Context, 'db' | 'config' | 'log'>,
  { policies, elapsedMs = () => performance.now() }: LimitsOptions,
): Limits {
  const memory = memoryCounters(elapsedMs);
  const { redisUrl, redisCluster } = ctx.config.get(redisConfig);
  const limits: Limits =
    redisUrl === undefined
      ? {
          ...memory,
          policies,
          countedBy: () => 'memory',
          ready: async () => undefined,
          close: () => undefined,
        }
      : sharedLimits({ url: redisUrl, cluster: redisCluster, memory, policies, elapsedMs, log: ctx.log });
  open.set(ctx.db, limits);
  return limits;
}

interface SharedOptions extends Required<LimitsOptions> {
  url: string;
  cluster: boolean;
  memory: ReturnType<typeof memoryCounters>;
  log: Context['log'];
}

/** Redis counts; while it is lost this process goes on alone, from what it has let pass itself. */
function sharedLimits({ url, cluster, memory, policies, elapsedMs, log }: SharedOptions): Limits {
  const client = connectRedis({ url, cluster, commandTimeoutMs: REDIS_PATIENCE_MS });
  const redis = redisCounters({ client, quotas: policies.quotas, elapsedMs });
  let lost = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const lose = (err: unknown): void => {
    if (lost || closed) return;
    lost = true;
    log.warn({ err }, 'Redis does not answer: limits are counted by this process alone');
    askAgain();
  };
  const askAgain = (): void => {
    timer = setTimeout(() => {
      client.ping().then(
        () => {
          lost = false;
          log.info('Redis answers again: limits are counted together');
        },
        () => !closed && askAgain(),
      );
    }, RETRY_MS);
    timer.unref();
  };
  client.on('error', lose);

  const ready = (): Promise<void> =>
    new Promise((resolve) => {
      const patience = setTimeout(() => {
        lose(new Error('There is no connection yet'));
        resolve();
      }, REDIS_PATIENCE_MS);
      const settle = (): void => {
        clearTimeout(patience);
        resolve();
      };
      if (client.status === 'ready') settle();
      else client.once('ready', settle);
    });

  async function take(subject: string, quotas: readonly Quota[]): Promise<Taken> {
    try {
      const taken = await redis.take(subject, quotas);
      if (taken.allowed) memory.add(subject, quotas);
      return taken;
    } catch (error) {
      lose(error);
      return memory.take(subject, quotas);
    }
  }

  return {
    policies,
    take: (subject, quotas) => (lost ? memory.take(subject, quotas) : take(subject, quotas)),
    usage: (count) => (lost ? memory : redis).usage(count),
    async lift(subject) {
      const here = await memory.lift(subject);
      return lost ? here : (await redis.lift(subject)) || here;
    },
    ready,
    countedBy: () => (lost ? 'memory, redis is lost' : 'redis'),
    close() {
      closed = true;
      clearTimeout(timer);
      client.disconnect();
    },
  };
}
