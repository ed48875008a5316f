import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { gridX, gridY, tileKey } from '../../src/platform/realtime/grid.ts';
import { listenForFeed } from '../live/feed.ts';
import { inputOf, serve } from '../live/processes.ts';

/** ws as its documentation shows: JSON made once for each position, sent in a loop to those who watch the tile. */
const { level } = inputOf<{ level: number }>();
const server = createServer();
const sockets = new WebSocketServer({ server });
const watchers = new Map<number, Set<WebSocket>>();
sockets.on('connection', (ws) => {
  let joined: number[] = [];
  ws.on('message', (data: Buffer) => {
    joined = JSON.parse(data.toString()) as number[];
    for (const tile of joined) {
      const set = watchers.get(tile);
      if (set === undefined) watchers.set(tile, new Set([ws]));
      else set.add(ws);
    }
  });
  ws.on('close', () => {
    for (const tile of joined) watchers.get(tile)?.delete(ws);
  });
  ws.on('error', () => {});
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
const shift = 30 - level;
const feedPort = await listenForFeed((fixes) => {
  for (const fix of fixes) {
    const set = watchers.get(tileKey(level, gridX(fix.lng) >> shift, gridY(fix.lat) >> shift));
    if (set === undefined) continue;
    const text = JSON.stringify([
      fix.deviceId,
      fix.lat,
      fix.lng,
      fix.headingDegrees,
      fix.speedMetersPerSecond,
      fix.timeMs,
    ]);
    for (const ws of set) ws.send(text);
  }
});
serve({ port: (server.address() as AddressInfo).port, feedPort }, () => {
  if (globalThis.gc !== undefined) globalThis.gc();
  return { memory: process.memoryUsage() };
});
