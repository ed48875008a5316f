import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../src/roles/testing.ts';
import { historyFaults } from './history.ts';
import { shifted } from './geometry.ts';
import { Random } from './random.ts';
import { startSimulator } from './simulator.ts';

const server = await startTestServer({ roles: ['api', 'realtime', 'worker'] });
afterAll(() => server.stop());

const middle = { lat: 47.14, lng: 9.52 };
const tokenFor = (role: string, partyId?: string) => server.tokenFor(role, partyId ? { partyId } : {});

test('a small fleet brings every delivery to its end, and every history is whole', async () => {
  const random = new Random(7);
  const token = await server.tokenFor('dispatcher');
  const customerId = random.uuid();
  const doors = Array.from({ length: 24 }, () =>
    shifted(middle, random.between(-400, 400), random.between(-400, 400)),
  );
  for (const [index, dropoff] of doors.entries()) {
    const rules = [[], ['code'], ['scan'], ['signature']][index % 4];
    const body = {
      customerId,
      pickup: { ...middle, name: 'Shop' },
      dropoff: { ...dropoff, name: `Door ${index}` },
      proofRules: rules,
      ...(index === 5 && { assignmentMode: 'manual' }),
      ...(index === 6 && { draft: true }),
    };
    const { status } = await server.request('POST', '/v1/deliveries', { token, body });
    expect(status).toBe(201);
  }
  const told: string[] = [];
  const simulator = await startSimulator({
    baseUrl: server.address,
    tokenFor,
    speed: 200,
    drivers: 5,
    seed: 3,
    log: (line) => told.push(line),
  });
  try {
    await simulator.untilDone();
    const counts = simulator.ledger.counts();
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(doors.length);
    expect(Object.keys(counts).filter((state) => state !== 'delivered' && state !== 'returned')).toEqual([]);
    expect(counts['delivered']).toBeGreaterThan(doors.length / 2);
    const { positions, positionsSetAside } = simulator.stats();
    expect(positions).toBeGreaterThan(50);
    expect(positionsSetAside).toBe(0);
  } finally {
    await simulator.stop();
  }
  expect(told).toEqual([]);
  for (const id of simulator.ledger.ids) {
    const { json } = await server.request('GET', `/v1/deliveries/${id}/events?limit=200`, { token });
    expect(historyFaults(json.items)).toEqual([]);
    expect(json.items.length).toBeGreaterThan(6);
  }
}, 120_000);

test('a history with a hole, a jump or a clock that runs back is seen', () => {
  const event = (sequence: number, fromState: string | null, toState: string, serverTime: string) =>
    ({ name: 'x', sequence, fromState, toState, serverTime }) as never;
  const first = event(1, null, 'ready', '2026-01-01T10:00:00Z');
  expect(historyFaults([first, event(2, 'ready', 'assigned', '2026-01-01T10:00:01Z')])).toEqual([]);
  expect(historyFaults([first, event(3, 'ready', 'assigned', '2026-01-01T10:00:01Z')])[0]).toContain(
    '2 is missing',
  );
  expect(historyFaults([first, event(2, 'accepted', 'picked_up', '2026-01-01T10:00:01Z')])[0]).toContain(
    'accepted',
  );
  expect(historyFaults([first, event(2, 'ready', 'assigned', '2026-01-01T09:00:01Z')])[0]).toContain(
    'before',
  );
  expect(historyFaults([])).toEqual(['it has no history']);
});
