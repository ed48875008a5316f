import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { type Instance, startInstance } from './instance-for-pictures.ts';
import { setStage } from './stage.ts';

export interface Demo {
  baseUrl: string;
  /** What stands for the holes in the paths of the screens. */
  found: Readonly<Record<string, string>>;
  /** Where the driver stands whose app is shown. */
  position: { latitude: number; longitude: number };
  office: HttpClient;
  /** Lets one more delivery fail; the address of its tracking page. */
  fail(): Promise<string>;
  /** What the web app keeps of a demo session. `driver` names the hole of another driver than the first. */
  sessionOf(role: 'dispatcher' | 'driver' | 'admin', driver?: string): Promise<string>;
  close(): Promise<void>;
}

/** A demo that runs already, or one of its own with the simulated fleet at work. */
export async function openDemo(url: string | undefined): Promise<Demo> {
  const own = url === undefined ? await startInstance({ env: demoSettings }, underWay) : undefined;
  return furnished(url, own);
}

/** One of its own whose fleet drove until its board was full and stands since: nothing on a screen changes by itself. */
export async function openRestingDemo(): Promise<Demo> {
  const own = await startInstance({ args: ['--no-simulator'], env: demoSettings }, seeded);
  const { baseUrl } = own;
  const tokenFor = async (role: 'dispatcher' | 'driver' | 'customer', partyId?: string) => {
    const body = { role, ...(partyId && { partyId }) };
    return (await call(new HttpClient({ baseUrl }), 'accounts.createDemoToken', { body })).token;
  };
  const simulator = await startSimulator({ baseUrl, tokenFor, speed: 10 });
  const deadline = Date.now() + drivingAtMostMs;
  while (!(await underWay(baseUrl).catch(() => false)) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 500));
  await simulator.stop();
  return furnished(undefined, own);
}

async function furnished(url: string | undefined, own: Instance | undefined): Promise<Demo> {
  const baseUrl = url ?? (own as { baseUrl: string }).baseUrl;
  try {
    const stage = await setStage(baseUrl);
    return {
      baseUrl,
      found: stage.found,
      position: stage.position,
      office: stage.office,
      fail: stage.fail,
      async sessionOf(role, driver) {
        const partyId = driver ? stage.found[driver] : stage.driverId;
        const body = { role, ...(role === 'driver' && { partyId }) };
        const made = await call(new HttpClient({ baseUrl }), 'accounts.createDemoToken', { body });
        const names = { dispatcher: 'Ada Beck', driver: 'Lena Vogt', admin: 'Alma Frick' };
        return JSON.stringify({
          partyId: made.partyId,
          name: names[role],
          roles: [role],
          accessToken: made.token,
        });
      },
      async close() {
        stage.close();
        await own?.stop();
      },
    };
  } catch (error) {
    await own?.stop();
    throw error;
  }
}

const drivingAtMostMs = 60_000;
/** Offers stay open while they are looked at. */
const demoSettings = { CARAVAN_DEMO: 'true', CARAVAN_DELIVERIES_OFFER_TTL: '1h' };

/** Whether there are deliveries to drive. */
async function seeded(baseUrl: string): Promise<boolean> {
  const guest = new HttpClient({ baseUrl, tries: 1 });
  const { token } = await call(guest, 'accounts.createDemoToken', { body: { role: 'dispatcher' } });
  const http = new HttpClient({ baseUrl, tries: 1, token: () => token });
  const { items } = await call(http, 'deliveries.listDeliveries', { query: { limit: '40' } });
  return items.length >= 40;
}

/** Whether the town is there and somebody drives in it. */
async function underWay(baseUrl: string): Promise<boolean> {
  const guest = new HttpClient({ baseUrl, tries: 1 });
  const { token } = await call(guest, 'accounts.createDemoToken', { body: { role: 'dispatcher' } });
  const http = new HttpClient({ baseUrl, tries: 1, token: () => token });
  const { items } = await call(http, 'deliveries.listDeliveries', {
    query: { state: 'in_transit', limit: '5' },
  });
  // The fleet has its drivers once it tells where they are: those who are hired later stay ours.
  const seen = await call(http, 'tracking.listPositions', { query: { limit: '5' } });
  return items.length === 5 && seen.items.length === 5;
}

/** A path with its holes filled; undefined when there is nothing for one of them. */
export function fill(template: string, found: Readonly<Record<string, string>>): string | undefined {
  let whole = true;
  const filled = template.replace(/\{([a-z_.]+)\}/g, (_hole, name: string) => {
    if (!found[name]) whole = false;
    return found[name] ?? '';
  });
  return whole ? filled : undefined;
}
