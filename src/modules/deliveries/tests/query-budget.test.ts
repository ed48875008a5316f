import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { north, startFleet, type Fleet } from './fleet.ts';

let fleet: Fleet;
let tally = { statements: 0, roundTrips: 0 };
let inFlight = 0;
let restore = () => {};

interface Sent extends Promise<unknown> {
  handle(): Promise<void>;
  executed: boolean;
}

/** Counts what the pool sends: statements, and the times that it had to wait for an answer before the next. */
function countStatements(): void {
  const prototype = Object.getPrototypeOf(fleet.server.ctx.db.sql`select 1`) as Sent;
  const { handle } = prototype;
  prototype.handle = function counted(this: Sent) {
    if (!this.executed) {
      tally.statements++;
      if (inFlight++ === 0) tally.roundTrips++;
      const settled = () => void inFlight--;
      // Not by await: that would send the statement itself.
      void Promise.prototype.then.call(this, settled, settled);
    }
    return handle.call(this);
  };
  restore = () => {
    prototype.handle = handle;
  };
}

beforeAll(async () => {
  fleet = await startFleet();
  countStatements();
});
afterAll(async () => {
  restore();
  await fleet.stop();
});

async function cost(work: () => Promise<unknown>): Promise<typeof tally> {
  tally = { statements: 0, roundTrips: 0 };
  await work();
  return tally;
}

/** Statements that each read may send, however many rows it gives. */
const budgets: [statements: number, path: (ids: Ids) => string][] = [
  [1, () => '/v1/deliveries?limit=200'],
  [1, ({ customerId }) => `/v1/deliveries?customerId=${customerId}&state=accepted`],
  [1, ({ deliveryId }) => `/v1/deliveries/${deliveryId}`],
  [2, ({ deliveryId }) => `/v1/deliveries/${deliveryId}/events`],
  [2, ({ deliveryId }) => `/v1/deliveries/${deliveryId}/proofs`],
  [4, ({ deliveryId }) => `/v1/deliveries/${deliveryId}/candidates`],
  [2, () => '/v1/drivers?limit=200'],
  [4, () => '/v1/driver-days?limit=100'],
  [1, ({ driverId }) => `/v1/drivers/${driverId}`],
  [2, ({ driverId }) => `/v1/drivers/${driverId}/offers`],
  [2, ({ driverId }) => `/v1/drivers/${driverId}/route`],
  [3, () => '/v1/delivery-exceptions'],
  [1, () => '/v1/shifts'],
  [1, () => '/v1/delivery-zones'],
  [1, () => '/v1/delivery-rates'],
  [1, () => '/v1/delivery-imports'],
];
interface Ids {
  customerId: string;
  deliveryId: string;
  driverId: string;
}

const customerId = randomUUID();
async function grow(rounds: number): Promise<Ids> {
  const driver = await fleet.driver();
  let deliveryId = '';
  for (let round = 0; round < rounds; round++) {
    ({ id: deliveryId } = await fleet.order({ customerId, dropoff: north(1 + round / 10) }));
    const accept = { driverId: driver.id, accept: true, override: true };
    await fleet.act(fleet.dispatcher, deliveryId, 'assignDriver', accept);
  }
  return { customerId, deliveryId, driverId: driver.id };
}

test('reads send the same few statements for one row and for many', async () => {
  for (const [count, rounds] of [
    ['few', 1],
    ['many', 30],
  ] as const) {
    const ids = await grow(rounds);
    for (const [most, path] of budgets) {
      const target = path(ids);
      const { statements } = await cost(() => fleet.expect(200, fleet.dispatcher, 'GET', target));
      expect(statements, `${target} with ${count} rows`).toBeGreaterThan(0);
      expect(statements, `${target} with ${count} rows`).toBeLessThanOrEqual(most);
    }
  }
});

test('creating a delivery waits for the database at most four times', async () => {
  await fleet.order();
  const headers = { 'idempotency-key': randomUUID() };
  const body = { customerId, pickup: north(0), dropoff: north(1) };
  const { roundTrips } = await cost(() =>
    fleet.expect(201, fleet.dispatcher, 'POST', '/v1/deliveries', body, headers),
  );
  expect(roundTrips).toBeGreaterThan(0);
  expect(roundTrips).toBeLessThanOrEqual(4);
});

test('an action waits for the database at most five times', async () => {
  const { deliveryId } = await grow(1);
  const { roundTrips } = await cost(() => fleet.act(fleet.dispatcher, deliveryId, 'pickUp'));
  expect(roundTrips).toBeLessThanOrEqual(5);
});

test('committing a route of thirty stops costs as many statements as one of three', async () => {
  const commit = async (rounds: number) => {
    const { driverId } = await grow(rounds);
    const base = `/v1/drivers/${driverId}`;
    const { proposed } = await fleet.expect(200, fleet.dispatcher, 'POST', `${base}/route-previews`, {});
    const stops = proposed.stops.map(({ deliveryId, kind }: any) => ({ deliveryId, kind }));
    return cost(() => fleet.expect(200, fleet.dispatcher, 'POST', `${base}/routes`, { stops }));
  };
  expect((await commit(15)).statements).toBe((await commit(2)).statements);
});
