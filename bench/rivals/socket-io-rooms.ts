import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { gridX, gridY, tileKey } from '../../src/platform/realtime/grid.ts';
import { listenForFeed } from '../live/feed.ts';
import { inputOf, serve } from '../live/processes.ts';

/** Socket.IO as its documentation shows: a room for each tile, an emit for each position. */
const { level } = inputOf<{ level: number }>();
const server = createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  socket.on('join', (rooms: string[]) => void socket.join(rooms));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
const shift = 30 - level;
const feedPort = await listenForFeed((fixes) => {
  for (const fix of fixes) {
    const room = String(tileKey(level, gridX(fix.lng) >> shift, gridY(fix.lat) >> shift));
    io.to(room).emit('p', [
      fix.deviceId,
      fix.lat,
      fix.lng,
      fix.headingDegrees,
      fix.speedMetersPerSecond,
      fix.timeMs,
    ]);
  }
});
serve({ port: (server.address() as AddressInfo).port, feedPort }, () => {
  if (globalThis.gc !== undefined) globalThis.gc();
  return { memory: process.memoryUsage() };
});
