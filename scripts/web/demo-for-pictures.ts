import { call } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { startInstance } from './instance-for-pictures.ts';
import { setStage } from './stage.ts';

export interface Demo {
  baseUrl: string;
  /** What stands for the holes in the paths of the screens. */
  found: Readonly<Record<string, string>>;
  /** Where the driver stands whose app is shown. */
  position: { latitude: number; longitude: number };
  /** What the web app keeps of a demo session. */
  sessionOf(role: 'dispatcher' | 'driver' | 'admin'): Promise<string>;
  close(): Promise<void>;
}

/** A demo that runs already, or one of its own with the simulated fleet at work. */
export async function openDemo(url: string | undefined): Promise<Demo> {
  const own =
    url === undefined ? await startInstance({ env: { CARAVAN_DEMO: 'true' } }, underWay) : undefined;
  const baseUrl = url ?? (own as { baseUrl: string }).baseUrl;
  try {
    const stage = await setStage(baseUrl);
    return {
      baseUrl,
      found: stage.found,
      position: stage.position,
      async sessionOf(role) {
        const body = { role, ...(role === 'driver' && { partyId: stage.driverId }) };
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
