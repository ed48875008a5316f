import { createDemoMap, geographyOf } from '../../src/capabilities/geography/api.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { configSections } from '../../src/roles/catalogue.ts';
import { addressOf, startInstance } from '../../src/roles/instance.ts';
import { startBenchDatabase } from '../http/bench-database.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from '../map/maps.ts';
import type { ScenarioOptions } from '../live/figures.ts';
import { Agent, request as httpRequest } from 'node:http';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

export const name = 'map-swap';

const PER_SECOND = 1000;
const CARAVAN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** While maps are replaced by another process, 1,000 route requests a second get no error. */
export async function run({ out, quick }: ScenarioOptions): Promise<void> {
  const server = await startServer();
  const geography = geographyOf(server.ctx);
  try {
    await createDemoMap(server.dataFolder, new Date());
    await geography.ready();
    const { token } = server;
    const addresses = geography.randomAddresses(500, 1).map(({ lat, lng }) => ({ lat, lng }));
    const agent = new Agent({ keepAlive: true, maxSockets: 32 });
    const ask = (i: number) =>
      post(server.address, agent, token, { stops: [addresses[i % 500], addresses[(i * 7 + 3) % 500]] });
    for (let i = 0; i < 500; i++) await ask(i);
    const seconds = quick ? 5 : 20;
    const replacing = replaceMaps(server.dataFolder, seconds);
    const millis: number[] = [];
    const statuses = new Map<number, number>();
    const running: Promise<void>[] = [];
    const start = performance.now();
    let sent = 0;
    while (performance.now() - start < seconds * 1000) {
      const due = Math.min(seconds * PER_SECOND, ((performance.now() - start) / 1000) * PER_SECOND);
      for (; sent < due; sent++) {
        const begun = performance.now();
        running.push(
          ask(sent).then((status) => {
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
            millis.push(performance.now() - begun);
          }),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await Promise.all(running);
    const elapsed = (performance.now() - start) / 1000;
    millis.sort((a, b) => a - b);
    const ok = statuses.get(200) ?? 0;
    out({
      figure: 'route requests while maps are replaced',
      asked: sent,
      perSecond: Math.round(sent / elapsed),
      errors: sent - ok,
      statuses: JSON.stringify(Object.fromEntries(statuses)),
      replaced: await replacing,
      p50Millis: Math.round(percentile(millis, 0.5) * 10) / 10,
      p99Millis: Math.round(percentile(millis, 0.99) * 10) / 10,
    });
    agent.destroy();
  } finally {
    await geography.close();
    await server.stop();
  }
}

async function startServer() {
  const database = await startBenchDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'caravan-maps-'));
  const config = loadConfig(configSections, {
    CARAVAN_PORT: '0',
    CARAVAN_DATA: dataFolder,
    CARAVAN_LIMITS_ENABLED: 'false',
  });
  const { url, target } = database;
  const instance = await startInstance({
    config,
    database: { url, target },
    roles: ['api'],
    log: silentLog(),
  });
  const subject = {
    userId: '00000000-0000-7000-8000-000000000001',
    partyId: null,
    companyIds: [],
    regionIds: [],
    roles: ['dispatcher'],
  };
  return {
    ctx: instance.ctx,
    address: addressOf(instance),
    dataFolder,
    token: await instance.tokens.issue(subject, 3600),
    async stop() {
      await instance.stop();
      await database.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Draws one town after another in a process of its own, as an operator's import would be. */
async function replaceMaps(dataFolder: string, seconds: number): Promise<number> {
  const end = performance.now() + (seconds - 1) * 1000;
  let count = 0;
  while (performance.now() < end) {
    await promisify(execFile)(process.execPath, [
      CARAVAN,
      'map',
      'demo',
      '--data',
      dataFolder,
      '--seed',
      '7',
    ]);
    count++;
  }
  return count;
}

function post(address: string, agent: Agent, token: string, body: object): Promise<number> {
  const text = JSON.stringify(body);
  return new Promise((resolve) => {
    const request = httpRequest(new URL('/v1/routes', address), {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      },
    });
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', () => resolve(0));
    request.end(text);
  });
}
