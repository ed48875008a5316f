import type { Cluster, Redis } from 'ioredis';
import { redisLibrary } from '../../redis/library.ts';
import { type Backplane, type OnError, SENDER_BYTES } from './backplane.ts';

export interface RedisBackplaneOptions {
  /** `redis://host:port/0`; of a Cluster any one node. */
  url: string;
  cluster: boolean;
  /** Names this process; 8 bytes. */
  sender: Buffer;
  onError: OnError;
}

const PREFIX = 'caravan:live:';

/**
 * Redis 7 and newer, alone or as a Cluster. Sharded pub/sub: a message goes to the node that owns its channel
 * and not to every node of the Cluster.
 */
export function redisBackplane(options: RedisBackplaneOptions): Backplane {
  const handlers = new Map<string, (payload: Buffer) => void>();
  const { publisher, subscriber } = connect(options);
  for (const client of new Set<Redis | Cluster>([publisher, subscriber])) {
    client.on('error', (error: unknown) => options.onError(error, 'redis backplane'));
  }
  subscriber.on('smessageBuffer', (channel: Buffer, message: Buffer) => {
    if (message.subarray(0, SENDER_BYTES).equals(options.sender)) return;
    handlers.get(channel.toString().slice(PREFIX.length))?.(message.subarray(SENDER_BYTES));
  });
  return {
    publish(channel, payload) {
      // While Redis is away positions are dropped, not queued: newer ones follow.
      if (publisher.status !== 'ready') return;
      publisher
        .spublish(PREFIX + channel, Buffer.concat([options.sender, payload]) as unknown as string)
        .catch((error: unknown) => options.onError(error, 'redis publish'));
    },
    subscribe(channel, handler) {
      handlers.set(channel, handler);
      subscriber
        .ssubscribe(PREFIX + channel)
        .catch((error: unknown) => options.onError(error, 'redis subscribe'));
    },
    async close() {
      handlers.clear();
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

function connect({ url, cluster }: RedisBackplaneOptions): {
  publisher: Redis | Cluster;
  subscriber: Redis | Cluster;
} {
  const library = redisLibrary();
  const retry = (attempt: number): number => Math.min(1_000, 50 * attempt);
  if (cluster) {
    const { hostname, port, username, password, protocol } = new URL(url);
    const client = new library.Cluster([{ host: hostname, port: Number(port || 6379) }], {
      shardedSubscribers: true,
      clusterRetryStrategy: retry,
      redisOptions: {
        ...(username && { username: decodeURIComponent(username) }),
        ...(password && { password: decodeURIComponent(password) }),
        ...(protocol === 'rediss:' && { tls: {} }),
      },
    });
    return { publisher: client, subscriber: client };
  }
  const common = { retryStrategy: retry, maxRetriesPerRequest: null };
  return {
    publisher: new library.Redis(url, { ...common, enableOfflineQueue: false }),
    subscriber: new library.Redis(url, { ...common, autoResubscribe: true }),
  };
}
