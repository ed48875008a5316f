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
