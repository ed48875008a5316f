import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import { dbConfig } from '../../platform/db/db-config.ts';
import { redisConfig } from '../../platform/redis/redis-config.ts';
import {
  type Backplane,
  localMachineBackplane,
  positionBusOf,
  positionLink,
  redisBackplane,
} from '../../platform/realtime/api.ts';
import { liveConfig } from './config.ts';
import { type RightsNotice, rightsBusOf } from './rights-bus.ts';

/** Longest path of a Unix socket on the systems that we run on. */
const MAX_SOCKET_PATH = 100;

/**
 * Joins this process to the others of the deployment: through Redis when one is named, else through a socket in
 * the data folder, which is enough for several processes on one machine. Answers how to leave.
 */
export function joinBackplane(ctx: Context): () => Promise<void> {
  const own = ctx.config.get(liveConfig);
  const { redisUrl, redisCluster } = own.redisUrl === undefined ? ctx.config.get(redisConfig) : own;
  const onError = (err: unknown, what: string): void => ctx.log.warn({ err }, what);
  const backplane: Backplane =
    redisUrl === undefined
      ? localMachineBackplane({ path: socketPath(ctx.config.get(dbConfig).dataFolder), onError })
      : redisBackplane({ url: redisUrl, cluster: redisCluster, sender: ctx.rng.bytes(8), onError });
  const disconnect = positionBusOf(ctx).connect(positionLink(backplane));
  const rights = rightsBusOf(ctx);
  rights.sendToOthers = (notice) => backplane.publish('rights', Buffer.from(JSON.stringify(notice)));
  backplane.subscribe('rights', (payload) => rights.receive(JSON.parse(payload.toString()) as RightsNotice));
  return async () => {
    rights.sendToOthers = null;
    disconnect();
    await backplane.close();
  };
}

function socketPath(dataFolder: string): string {
  const folder = path.resolve(dataFolder);
  const inside = path.join(folder, 'live.sock');
  if (process.platform === 'win32') return `\\\\.\\pipe\\caravan-${hashOf(folder)}`;
  return inside.length <= MAX_SOCKET_PATH ? inside : path.join(tmpdir(), `caravan-${hashOf(folder)}.sock`);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
