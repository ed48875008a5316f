import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LiveClient, type LiveEvent } from '../../../../client/src/live/live.ts';
import { type Fleet, startFleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ roles: ['api', 'realtime'] });
});
afterAll(() => fleet.stop());

function watch(token: string, ...topics: string[]) {
  const told = { events: [] as LiveEvent[], snapshots: [] as any[], refused: [] as string[] };
  const client = new LiveClient({
    url: `${fleet.server.address.replace('http', 'ws')}/v1/live`,
    ticket: async () => (await fleet.expect(201, token, 'POST', '/v1/live/tickets', {})).ticket,
    onEvent: (event) => told.events.push(event),
    onSnapshot: (_, data) => told.snapshots.push(data),
    onRefused: (topic, code) => told.refused.push(`${topic.split(':')[0]} ${code}`),
  });
  client.subscribe(...topics);
  client.connect();
  return { told, client };
}

test('a delivery on the socket: a snapshot, then what happens, for those who may see it', async () => {
  const customerId = randomUUID();
  const customer = await fleet.server.tokenFor('customer', { partyId: customerId });
  const stranger = await fleet.server.tokenFor('customer', { partyId: randomUUID() });
  const delivery = await fleet.order({}, customer);
  const topic = `delivery:${delivery.id}`;
  const own = watch(customer, topic, 'deliveries');
  const foreign = watch(stranger, topic);
  const office = watch(fleet.dispatcher, topic, 'deliveries', `delivery:${randomUUID()}`);
  await expect
    .poll(() => [own, office].map(({ told }) => told.snapshots[0]?.id))
    .toEqual([delivery.id, delivery.id]);
  await expect.poll(() => foreign.told.refused).toEqual(['delivery not_found']);
  await expect.poll(() => own.told.refused).toEqual(['deliveries forbidden']);
  await expect.poll(() => office.told.refused).toEqual(['delivery not_found']);
  expect(own.told.snapshots[0]).not.toHaveProperty('proofCode');
  await fleet.act(fleet.dispatcher, delivery.id, 'cancel');
  // The event of its creation may be in the snapshot and in the stream: it was only just written.
  const cancelled = ({ told }: typeof own) =>
    told.events.filter(({ name }) => name === 'deliveries.deliveryCancelled');
  await expect.poll(() => cancelled(own).length).toBe(1);
  const topics = () => cancelled(office).map((event) => event.topic);
  await expect.poll(() => topics().sort()).toEqual(['deliveries', topic].sort());
  const { data } = cancelled(own)[0] as LiveEvent;
  expect(data).toMatchObject({ entity: 'delivery', id: delivery.id, toState: 'cancelled', payload: {} });
  expect(foreign.told.events).toEqual([]);
  for (const { client } of [own, foreign, office]) client.close();
});

test('the work of a driver: their offers first, then what happens to it; not for other drivers', async () => {
  const [driver, other] = [await fleet.driver(), await fleet.driver()];
  const [first, second] = [await fleet.order(), await fleet.order()];
  const offer = (id: string, driverId: string) =>
    fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId });
  await offer(first.id, driver.id);
  const topic = `work:${driver.id}`;
  const [own, office] = [watch(driver.token, topic), watch(fleet.dispatcher, topic)];
  const customer = await fleet.server.tokenFor('customer', { partyId: randomUUID() });
  const strangers = [other.token, customer].map((token) => watch(token, topic, 'work:x'));
  await expect
    .poll(() => strangers.map(({ told }) => told.refused))
    .toEqual([
      ['work not_found', 'work not_found'],
      ['work forbidden', 'work forbidden'],
    ]);
  const offered = ({ told }: typeof own) => told.snapshots[0]?.offers.map(({ delivery }: any) => delivery.id);
  await expect.poll(() => [own, office].map(offered)).toEqual([[first.id], [first.id]]);

  // As a phone that sleeps: the connection is given up and taken up from where it was.
  own.client.close();
  own.told.events.length = 0;
  await offer(second.id, driver.id);
  await fleet.act(fleet.dispatcher, first.id, 'cancel');
  await offer((await fleet.order()).id, other.id);
  const happened = ({ told }: typeof own) =>
    told.events
      // How busy the driver is follows in its own time.
      .filter(({ data }: any) => data.entity !== 'driver')
      .filter(({ data }: any) => data.id !== first.id || data.action === 'cancel')
      .map(({ name, data }: any) => [name, data.id, data.payload]);
  const expected = [
    ['deliveries.driverAssigned', second.id, {}],
    ['deliveries.deliveryCancelled', first.id, {}],
  ];
  await expect.poll(() => happened(office)).toEqual(expected);
  expect(own.told.events).toEqual([]);
  own.client.connect();
  await expect.poll(() => happened(own)).toEqual(expected);

  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const shift = await fleet.expect(201, fleet.dispatcher, 'POST', '/v1/shifts', {
    driverId: driver.id,
    plannedFrom: inHours(1),
    plannedTo: inHours(2),
  });
  await expect.poll(() => happened(own).at(-1)?.slice(0, 2)).toEqual(['deliveries.shiftPlanned', shift.id]);
  for (const { told } of strangers) expect(told.events).toEqual([]);
  for (const { client } of [own, office, ...strangers]) client.close();
});
