import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  attachUpgrade,
  EVERYTHING,
  Hub,
  MemoryEvents,
  type Principal,
} from '../../src/platform/realtime/api.ts';
import { listenForFeed } from '../live/feed.ts';
import { serve } from '../live/processes.ts';

/** Caravan's socket alone: the hub as the product runs it, fed over TCP as its rivals are. */
const hub = new Hub<Principal>(
  {
    authenticate: async ({ ticket }) => ({ id: ticket ?? '' }),
    refresh: async (principal) => principal,
    authorizeViewport: async () => EVERYTHING,
    channels: [],
    receivers: new Map(),
    binaryReceivers: new Map(),
    events: new MemoryEvents(),
    now: Date.now,
    onError: console.error,
  },
  { node: 'bench', limits: { socketsPerPrincipal: 100_000 } },
);
const server = createServer();
attachUpgrade(server, hub, { allowedOrigins: [] });
await hub.start();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
const feedPort = await listenForFeed((fixes) => {
  hub.publishPositions(
    fixes.map((fix) => ({
      id: fix.deviceId,
      kind: fix.kind,
      lat: fix.lat,
      lng: fix.lng,
      headingDegrees: fix.headingDegrees,
      speedMetersPerSecond: fix.speedMetersPerSecond,
      deviceTimeMs: fix.timeMs,
    })),
  );
});
serve({ port: (server.address() as AddressInfo).port, feedPort }, () => {
  if (globalThis.gc !== undefined) globalThis.gc();
  return { stats: hub.stats(), memory: process.memoryUsage() };
});
