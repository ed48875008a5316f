import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';

export interface Demo {
  baseUrl: string;
  /** A path with its holes filled; undefined when the demo has nothing for one of them now. */
  fill(template: string): string | undefined;
  /** What the web app keeps of a demo session. */
  sessionOf(role: 'dispatcher' | 'driver' | 'admin'): Promise<string>;
  close(): Promise<void>;
}

const patienceMs = 180_000;

/** A demo that runs already, or one of its own with the simulated fleet at work. */
export async function openDemo(url: string | undefined): Promise<Demo> {
  const own = url === undefined ? await startOwn() : undefined;
  const baseUrl = url ?? (own as { baseUrl: string }).baseUrl;
  try {
    return { baseUrl, ...(await lookAround(baseUrl)), close: async () => own?.stop() };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

async function lookAround(baseUrl: string): Promise<Pick<Demo, 'fill' | 'sessionOf'>> {
  const guest = new HttpClient({ baseUrl });
  const become = (role: 'dispatcher' | 'driver' | 'admin', partyId?: string) =>
    call(guest, 'accounts.createDemoToken', { body: { role, ...(partyId && { partyId }) } });
  const { token } = await become('dispatcher');
  const http = new HttpClient({ baseUrl, token: () => token });
  const found: Record<string, string> = {};
  let driverId: string | undefined;
  for (const state of ['ready', 'accepted', 'in_transit', 'arrived', 'failed'] as const) {
    const { items } = await call(http, 'deliveries.listDeliveries', { query: { state, limit: '1' } });
    const [first] = items;
    if (!first) continue;
    const link = await call(http, 'deliveries.createTrackingLink', { path: { id: first.id }, body: {} });
    found[`tracking.${state}`] = link.pagePath;
    found['delivery'] = first.id;
    if (first.driverId) {
      driverId = first.driverId;
      found['stop'] = first.id;
    }
  }
  return {
    fill(template) {
      let whole = true;
      const filled = template.replace(/\{([\w.]+)\}/g, (_hole, name: string) => {
        if (!found[name]) whole = false;
        return found[name] ?? '';
      });
      return whole ? filled : undefined;
    },
    async sessionOf(role) {
      const made = await become(role, role === 'driver' ? driverId : undefined);
      const names = { dispatcher: 'Ada Dispatcher', driver: 'Dara Driver', admin: 'Alma Admin' };
      return JSON.stringify({
        partyId: made.partyId,
        name: names[role],
        roles: [role],
        accessToken: made.token,
      });
    },
  };
}

async function startOwn(): Promise<{ baseUrl: string; stop(): Promise<void> }> {
  const data = await mkdtemp(path.join(tmpdir(), 'caravan-pictures-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['src/main.ts', 'start', '--port', String(port), '--data', data], {
    stdio: 'ignore',
    env: { ...process.env, CARAVAN_DEMO: 'true', CARAVAN_LOG_LEVEL: 'error' },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const baseUrl = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  const deadline = Date.now() + patienceMs;
  while (!(await underWay(baseUrl))) {
    if (Date.now() > deadline || child.exitCode !== null) {
      await stop();
      throw new Error('The demo did not come up.');
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return { baseUrl, stop };
}

/** Whether the town is there and somebody drives in it. */
async function underWay(baseUrl: string): Promise<boolean> {
  try {
    const guest = new HttpClient({ baseUrl, tries: 1 });
    const { token } = await call(guest, 'accounts.createDemoToken', { body: { role: 'dispatcher' } });
    const http = new HttpClient({ baseUrl, tries: 1, token: () => token });
    const { items } = await call(http, 'deliveries.listDeliveries', {
      query: { state: 'in_transit', limit: '5' },
    });
    return items.length === 5;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}
