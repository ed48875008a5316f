import type { Cluster, Redis } from 'ioredis';
import { redisLibrary } from './library.ts';

export interface RedisOptions {
  /** `redis://host:port/0`; of a Cluster any one node. */
  url: string;
  cluster: boolean;
  /** After this long without an answer a command fails. */
  commandTimeoutMs: number;
}

/**
 * For questions that are asked while a request waits: a command fails at once while there is no connection, and soon
 * when no answer comes. The connection itself is tried again for ever.
 */
export function connectRedis({ url, cluster, commandTimeoutMs }: RedisOptions): Redis | Cluster {
  const library = redisLibrary();
  const retry = (attempt: number): number => Math.min(1_000, 50 * attempt);
  const common = {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 0,
  };
  if (!cluster) return new library.Redis(url, { ...common, retryStrategy: retry });
  const { hostname, port, username, password, protocol } = new URL(url);
  return new library.Cluster([{ host: hostname, port: Number(port || 6379) }], {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    clusterRetryStrategy: retry,
    redisOptions: {
      commandTimeout: commandTimeoutMs,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} }),
    },
  });
}
