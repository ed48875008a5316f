import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { type FrameVisitor, readFrame } from '../../client/src/live/frames.ts';
import { percentile } from './figures.ts';
import { RECORD_BYTES, writeRecord } from './feed.ts';
import { type Box, Fleet, tilesOf, viewportsOf } from './fleet.ts';
import { inputOf, serve } from './processes.ts';

/** The load generator of `fanout`: the vehicles and all viewers, in a process of its own. */
export type Side = 'caravan' | 'socket.io' | 'ws';

export interface ViewersInput {
  side: Side;
  port: number;
  feedPort: number;
  viewers: number;
  vehicles: number;
  /** Share of the area that each viewport holds. */
  share: number;
  /** How often each vehicle reports in a second. */
  reportsPerSecond: number;
  /** So many of them stop reading once they are open. */
  stalled?: number;
}

export interface Measured {
  deliveries: number;
  messages: number;
  bytes: number;
  p50Millis: number;
  p99Millis: number;
  cpuSeconds: number;
  seconds: number;
  sent: number;
  closed: number;
}

const input = inputOf<ViewersInput>();
const counts = { deliveries: 0, messages: 0, bytes: 0, sent: 0, closed: 0 };
let samples: number[] = [];
let sampling = 0;
let running = true;

function sample(capturedAtMs: number): void {
  if (sampling++ % 64 === 0) samples.push(Date.now() - capturedAtMs);
}

let frameTimeMs = 0;
const visitor: FrameVisitor = {
  frame: (timeMs) => {
    frameTimeMs = timeMs;
  },
  tile: () => {},
  left: () => {},
  named: () => {},
  moved: (_handle, _lat, _lng, _heading, _speed, ageMs) => {
    counts.deliveries++;
    sample(frameTimeMs - ageMs);
  },
};

const join: Record<Side, (ws: WebSocket, box: Box) => void> = {
  caravan: (ws, box) => {
    ws.on('message', (data: Buffer, isBinary) => {
      count(data);
      if (isBinary) readFrame(data, visitor);
    });
    ws.on('open', () => ws.send(JSON.stringify({ type: 'viewport', bounds: box })));
  },
  'socket.io': (ws, box) => {
    // The protocol of Socket.IO over one WebSocket, read with as little work as can be: the server is what is measured.
    ws.on('message', (data: Buffer) => {
      count(data);
      const kind = data[0];
      if (kind === 0x32) ws.send('3');
      else if (kind === 0x30) ws.send('40');
      else if (kind === 0x34 && data[1] === 0x30)
        ws.send(`42${JSON.stringify(['join', tilesOf(box).map(String)])}`);
      else if (kind === 0x34 && data[1] === 0x32) {
        counts.deliveries++;
        if (counts.deliveries % 64 === 0) {
          sampling = 0;
          sample((JSON.parse(data.subarray(2).toString()) as [string, number[]])[1][5] as number);
        }
      }
    });
  },
  ws: (ws, box) => {
    ws.on('message', (data: Buffer) => {
      count(data);
      counts.deliveries++;
      if (counts.deliveries % 64 === 0) {
        sampling = 0;
        sample((JSON.parse(data.toString()) as number[])[5] as number);
      }
    });
    ws.on('open', () => ws.send(JSON.stringify(tilesOf(box))));
  },
};

function count(data: Buffer): void {
  counts.messages++;
  counts.bytes += data.length;
}

const path = {
  caravan: '/v1/live?ticket=bench',
  'socket.io': '/socket.io/?EIO=4&transport=websocket',
  ws: '/',
};
const boxes = viewportsOf(input.viewers, input.share);
const sockets: WebSocket[] = [];
for (const box of boxes) {
  const ws = new WebSocket(`ws://127.0.0.1:${input.port}${path[input.side]}`, { perMessageDeflate: false });
  join[input.side](ws, box);
  ws.on('error', () => {});
  ws.on('close', () => {
    if (running) counts.closed++;
  });
  sockets.push(ws);
  if (sockets.length % 50 === 0) await new Promise((resolve) => ws.once('open', resolve));
}

for (const ws of sockets.slice(0, input.stalled ?? 0)) ws.pause();

// The fleet reports in slices of 10 ms, so that nothing arrives in one lump.
const fleet = new Fleet(input.vehicles);
const feed = connect(input.feedPort, '127.0.0.1');
const SLICE_MILLIS = 10;
let owed = 0;
let next = 0;
let lastSliceAt = performance.now();
setInterval(() => {
  const now = performance.now();
  owed += ((now - lastSliceAt) / 1000) * input.vehicles * input.reportsPerSecond;
  lastSliceAt = now;
  const due = Math.floor(owed);
  owed -= due;
  if (due === 0) return;
  const out = Buffer.allocUnsafe(due * RECORD_BYTES);
  const timeMs = Date.now();
  for (let index = 0; index < due; index++) {
    const vehicle = next;
    next = (next + 1) % input.vehicles;
    const place = fleet.step(vehicle, 1 / input.reportsPerSecond);
    writeRecord(out, index * RECORD_BYTES, { id: fleet.ids[vehicle] as string, timeMs, ...place });
  }
  counts.sent += due;
  feed.write(out);
}, SLICE_MILLIS);

serve({}, async (question) => {
  if (question['stop'] === true) {
    running = false;
    for (const ws of sockets) ws.terminate();
    return {};
  }
  const before = { ...counts };
  samples = [];
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, Number(question['measureMillis'])));
  const cpu = process.cpuUsage(cpuBefore);
  return {
    deliveries: counts.deliveries - before.deliveries,
    messages: counts.messages - before.messages,
    bytes: counts.bytes - before.bytes,
    sent: counts.sent - before.sent,
    closed: counts.closed,
    p50Millis: percentile(samples, 0.5),
    p99Millis: percentile(samples, 0.99),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    seconds: (performance.now() - startedAt) / 1000,
  } satisfies Measured;
});
