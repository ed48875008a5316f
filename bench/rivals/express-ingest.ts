import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import pg from 'pg';
import { Server } from 'socket.io';
import { startEmbedded } from '../../src/platform/db/embedded/start-embedded.ts';
import { gridX, gridY, tileKey } from '../../src/platform/realtime/grid.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { inputOf, serve } from '../live/processes.ts';

/** The common stack: Express, a pg pool, one INSERT of many rows for each request, an emit for each position. */
const { level } = inputOf<{ level: number }>();
const folder = mkdtempSync(join(tmpdir(), 'rival-bench-'));
const postgres = await startEmbedded({ folder: join(folder, 'postgres'), log: silentLog() });
const pool = new pg.Pool({ connectionString: postgres.url, max: 10 });
pool.on('error', () => {
  // The server stops before its idle clients do.
});
await pool.query(`create table positions (
  device_id uuid not null, device_time timestamptz not null, server_time timestamptz not null default now(),
  lat double precision not null, lng double precision not null, speed real, heading real,
  primary key (device_id, device_time))`);
const app = express();
app.use(express.json({ limit: '4mb' }));
const server = createServer(app);
const io = new Server(server, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  socket.on('join', (rooms: string[]) => void socket.join(rooms));
});

interface Incoming {
  deviceId: string;
  time: number;
  lat: number;
  lng: number;
  speedMetersPerSecond: number;
  headingDegrees: number;
}

const shift = 30 - level;
app.post(
  '/v1/positions',
  async (request: { body: { positions: Incoming[] } }, response: { json(body: object): void }) => {
    const { positions } = request.body;
    const values: unknown[] = [];
    const rows = positions.map((position, index) => {
      const at = index * 6;
      values.push(
        position.deviceId,
        new Date(position.time),
        position.lat,
        position.lng,
        position.speedMetersPerSecond,
        position.headingDegrees,
      );
      return `($${at + 1},$${at + 2},$${at + 3},$${at + 4},$${at + 5},$${at + 6})`;
    });
    await pool.query(
      `insert into positions (device_id, device_time, lat, lng, speed, heading) values ${rows.join()} on conflict do nothing`,
      values,
    );
    for (const position of positions) {
      const room = String(tileKey(level, gridX(position.lng) >> shift, gridY(position.lat) >> shift));
      io.to(room).emit('p', [
        position.deviceId,
        position.lat,
        position.lng,
        position.headingDegrees,
        position.speedMetersPerSecond,
        position.time,
      ]);
    }
    response.json({ accepted: positions.length });
  },
);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 4096, resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
serve({ url, token: 'none', postgresPid: postgres.pid }, async (question) => {
  if (question['stop'] === true) {
    await pool.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
    return {};
  }
  const { rows } = await pool.query('select count(*) as count from positions');
  return { stored: Number(rows[0].count), memory: process.memoryUsage() };
});
