import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import { type FrameVisitor, readFrame } from '../../client/src/live/frames.ts';
import { percentile } from './figures.ts';
import { RECORD_BYTES, writeRecord } from './feed.ts';
import { Fleet, tilesOf, viewportsOf } from './fleet.ts';
import { inputOf, serve } from './processes.ts';

/** The load generator of `ingest`: reports at a fixed rate, whatever the answers do, and watches some of it. */
export interface ReportersInput {
  url: string;
  token: string;
  door: 'http' | 'socket';
  side: 'caravan' | 'express';
  vehicles: number;
  positionsPerSecond: number;
  batch: number;
  viewers: number;
  share: number;
}

export interface Reported {
  acknowledged: number;
  failed: number;
  offered: number;
  deliveries: number;
  durableP50Millis: number;
  durableP99Millis: number;
  screenP50Millis: number;
  screenP99Millis: number;
  cpuSeconds: number;
  seconds: number;
}

const input = inputOf<ReportersInput>();
const fleet = new Fleet(input.vehicles);
const counts = { acknowledged: 0, failed: 0, offered: 0, deliveries: 0 };
let durable: number[] = [];
let screen: number[] = [];
let nextVehicle = 0;
let waiting = 0;
/** A server that is this far behind gets no more: the rest counts as failed. */
const MAX_WAITING = 2_000;

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function jsonBatch(timeMs: number): Buffer {
  const parts: string[] = [];
  for (let index = 0; index < input.batch; index++) {
    const vehicle = nextVehicle;
    nextVehicle = (nextVehicle + 1) % input.vehicles;
    const { lat, lng, heading } = fleet.step(vehicle, input.vehicles / input.positionsPerSecond);
    parts.push(
      `{"deviceId":"${fleet.ids[vehicle]}","time":${timeMs},"lat":${lat.toFixed(6)},"lng":${lng.toFixed(6)},"speedMetersPerSecond":14,"headingDegrees":${heading.toFixed(0)}}`,
    );
  }
  return Buffer.from(`{"positions":[${parts.join()}]}`);
}

function binaryBatch(number: number, timeMs: number): Buffer {
  const out = Buffer.allocUnsafe(5 + input.batch * RECORD_BYTES);
  out[0] = 2;
  out.writeUInt32LE(number, 1);
  for (let index = 0; index < input.batch; index++) {
    const vehicle = nextVehicle;
    nextVehicle = (nextVehicle + 1) % input.vehicles;
    const place = fleet.step(vehicle, input.vehicles / input.positionsPerSecond);
    writeRecord(out, 5 + index * RECORD_BYTES, { id: fleet.ids[vehicle] as string, timeMs, ...place });
  }
  return out;
}

function answered(accepted: number | null, intendedAt: number): void {
  waiting--;
  if (accepted === null) {
    counts.failed += input.batch;
    return;
  }
  counts.acknowledged += accepted;
  durable.push(performance.now() - intendedAt);
}

function post(intendedAt: number): void {
  const body = jsonBatch(Date.now());
  const sent = request(
    `${input.url}/v1/positions`,
    {
      agent,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': body.length,
        authorization: `Bearer ${input.token}`,
      },
    },
    (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        answered(
          response.statusCode === 200 ? (JSON.parse(text) as { accepted: number }).accepted : null,
          intendedAt,
        ),
      );
    },
  );
  sent.on('error', () => answered(null, intendedAt));
  sent.end(body);
}

const uplinks: WebSocket[] = [];
const intended = new Map<number, number>();
let batchNumber = 0;

function push(intendedAt: number): void {
  const number = batchNumber++;
  intended.set(number, intendedAt);
  (uplinks[number % uplinks.length] as WebSocket).send(binaryBatch(number, Date.now()));
}

async function openLive(): Promise<WebSocket> {
  const ws = new WebSocket(`${input.url.replace('http', 'ws')}/v1/live`, {
    perMessageDeflate: false,
    headers: { authorization: `Bearer ${input.token}` },
  });
  await new Promise((resolve, reject) => ws.once('open', resolve).once('error', reject));
  return ws;
}

if (input.door === 'socket') {
  for (let index = 0; index < 32; index++) {
    const ws = await openLive();
    ws.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; id: number; accepted: number };
      const at = intended.get(message.id);
      if (at === undefined) return;
      intended.delete(message.id);
      answered(message.type === 'accepted' ? message.accepted : null, at);
    });
    uplinks.push(ws);
  }
}

let frameTimeMs = 0;
function seen(capturedAtMs: number): void {
  if (counts.deliveries++ % 16 === 0) screen.push(Date.now() - capturedAtMs);
}
const visitor: FrameVisitor = {
  frame: (timeMs) => {
    frameTimeMs = timeMs;
  },
  tile: () => {},
  left: () => {},
  named: () => {},
  moved: (_handle, _lat, _lng, _heading, _speed, ageMs) => seen(frameTimeMs - ageMs),
};
for (const box of viewportsOf(input.viewers, input.share)) {
  if (input.side === 'caravan') {
    const ws = await openLive();
    ws.on('message', (data: Buffer, isBinary) => {
      if (isBinary) readFrame(data, visitor);
    });
    ws.send(JSON.stringify({ type: 'viewport', bounds: box }));
  } else {
    const ws = new WebSocket(`${input.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    ws.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text === '2') ws.send('3');
      else if (text.startsWith('0')) ws.send('40');
      else if (text.startsWith('40')) ws.send(`42${JSON.stringify(['join', tilesOf(box).map(String)])}`);
      else if (text.startsWith('42')) {
        if (counts.deliveries % 16 === 0)
          seen((JSON.parse(text.slice(2)) as [string, number[]])[1][5] as number);
        else counts.deliveries++;
      }
    });
    await new Promise((resolve) => ws.once('open', resolve));
  }
}

const SLICE_MILLIS = 5;
let owed = 0;
let lastAt = performance.now();
let running = true;
setInterval(() => {
  const now = performance.now();
  if (running) owed += ((now - lastAt) / 1000) * (input.positionsPerSecond / input.batch);
  lastAt = now;
  while (owed >= 1) {
    owed -= 1;
    counts.offered += input.batch;
    if (waiting >= MAX_WAITING) {
      counts.failed += input.batch;
      continue;
    }
    waiting++;
    // What is owed was due that much earlier.
    const intendedAt = now - (owed * input.batch * 1000) / input.positionsPerSecond;
    if (input.door === 'http') post(intendedAt);
    else push(intendedAt);
  }
}, SLICE_MILLIS);

serve({}, async (question) => {
  if (question['drain'] === true) {
    running = false;
    const deadline = performance.now() + 20_000;
    while (waiting > 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return { acknowledged: counts.acknowledged };
  }
  const before = { ...counts };
  durable = [];
  screen = [];
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await new Promise((resolve) => setTimeout(resolve, Number(question['measureMillis'])));
  const cpu = process.cpuUsage(cpuBefore);
  return {
    acknowledged: counts.acknowledged - before.acknowledged,
    failed: counts.failed - before.failed,
    offered: counts.offered - before.offered,
    deliveries: counts.deliveries - before.deliveries,
    durableP50Millis: percentile(durable, 0.5),
    durableP99Millis: percentile(durable, 0.99),
    screenP50Millis: percentile(screen, 0.5),
    screenP99Millis: percentile(screen, 0.99),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    seconds: (performance.now() - startedAt) / 1000,
  } satisfies Reported;
});
