import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LiveClient } from '../../../../client/src/live/live.ts';
import type { RunningJob } from '../../../platform/jobs/job.ts';
import { startFleet, until, type Fleet } from '../../../modules/deliveries/tests/fleet.ts';
import { giveNotices } from '../actions/giveNotices.ts';
import { dropOldNotices } from '../jobs/dropOldNotices.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({ roles: ['api', 'realtime', 'worker'] });
});
afterAll(() => fleet.stop());

const list = (token: string, query = '') => fleet.expect(200, token, 'GET', `/v1/notices${query}`);
const told = (items: any[]) => items.map(({ kind, detail }) => [kind.split('.')[1], detail]);
const about = async (token: string, id: string) =>
  (await list(token, '?limit=200')).items.filter(({ subject }: any) => subject.id === id);

function hear(token: string, topic: string) {
  const heard = { events: 0, refused: [] as string[] };
  const client = new LiveClient({
    url: `${fleet.server.address.replace('http', 'ws')}/v1/live`,
    ticket: async () => (await fleet.expect(201, token, 'POST', '/v1/live/tickets', {})).ticket,
    onEvent: () => void heard.events++,
    onRefused: (_, code) => heard.refused.push(code),
  });
  client.subscribe(topic);
  client.connect();
  return { heard, client };
}

test('a driver is told of work, changes and the end of it, and nobody else is', async () => {
  const { delivery, driver } = await fleet.inState('accepted', { reference: 'N-1' });
  const stranger = await fleet.driver();
  await fleet.expect(200, fleet.dispatcher, 'PATCH', `/v1/deliveries/${delivery.id}`, { notes: 'Ring' });
  await fleet.act(fleet.dispatcher, delivery.id, 'cancel');
  await until(async () => (await about(driver.token, delivery.id)).length === 3);
  const notices = await about(driver.token, delivery.id);
  expect(told(notices)).toEqual([
    ['deliveryCancelled', null],
    ['deliveryChanged', null],
    ['driverAssigned', 'offered'],
  ]);
  expect(notices[0]).toMatchObject({ title: 'N-1', subject: { entity: 'delivery' }, read: false });
  expect(await about(stranger.token, delivery.id)).toEqual([]);
  expect(await about(fleet.dispatcher, delivery.id)).toEqual([]);
  await fleet.expect(404, stranger.token, 'POST', `/v1/notices/${notices[0].id}/read`, {});
});

test('the office is told what needs an eye, but not what one did oneself', async () => {
  const { delivery, driver } = await fleet.inState('arrived', { reference: 'N-2' });
  await fleet.act(driver.token, delivery.id, 'fail', { reason: 'nobody_there' });
  await until(async () => (await about(fleet.dispatcher, delivery.id)).length === 1);
  expect(told(await about(fleet.dispatcher, delivery.id))).toEqual([['deliveryFailed', 'nobody_there']]);
  expect(told(await about(driver.token, delivery.id))).toEqual([['driverAssigned', 'offered']]);
  // This dispatcher added the driver; a colleague did not.
  const colleague = await fleet.server.tokenFor('dispatcher', { userId: randomUUID() });
  expect(told(await about(colleague, driver.id))).toEqual([['driverCreated', null]]);
  expect(await about(fleet.dispatcher, driver.id)).toEqual([]);
});

test('each reads for themselves; all up to a notice at once; what comes later is unread', async () => {
  const me = await fleet.server.tokenFor('dispatcher', { partyId: randomUUID(), userId: randomUUID() });
  const other = await fleet.server.tokenFor('support', { partyId: randomUUID(), userId: randomUUID() });
  const ids: string[] = [];
  for (const name of ['One', 'Two', 'Three']) {
    const { id } = await fleet.driver({ name }, null);
    ids.push(id);
    await until(async () => (await about(me, id)).length === 1);
  }
  const unread = async (token: string) => {
    const { items } = await list(token, '?unread=true&limit=200');
    return items.filter(({ subject }: any) => ids.includes(subject.id)).map(({ title }: any) => title);
  };
  const [three, two] = (await list(me, '?limit=3')).items;
  expect([three.title, two.title]).toEqual(['Three', 'Two']);
  const read = (path: string, body: object) => fleet.expect(204, me, 'POST', `/v1/notices/${path}`, body);
  await Promise.all([read(`${three.id}/read`, {}), read(`${three.id}/read`, {})]);
  expect([await unread(me), await unread(other)]).toEqual([
    ['Two', 'One'],
    ['Three', 'Two', 'One'],
  ]);
  await read('read-all', { upTo: two.id });
  expect([await unread(me), (await unread(other)).length]).toEqual([[], 3]);
  expect((await list(me, '?limit=1')).items[0]).toMatchObject({ title: 'Three', read: true });
  await fleet.driver({ name: 'Four' }, null);
  await until(async () => (await list(me, '?unread=true')).items[0]?.title === 'Four');
});

test('pages follow each other without a gap', async () => {
  const all = (await list(fleet.dispatcher, '?limit=200')).items.map(({ id }: any) => id);
  const ids: string[] = [];
  let cursor = '';
  do {
    const page = await list(fleet.dispatcher, `?limit=2${cursor && `&cursor=${cursor}`}`);
    ids.push(...page.items.map(({ id }: any) => id));
    cursor = page.nextCursor ?? '';
  } while (cursor);
  expect(ids).toEqual(all);
});

test('the live topic says at once that there is something; of others it says nothing', async () => {
  const driver = await fleet.driver();
  const mine = hear(driver.token, `notices:${driver.id}`);
  const office = hear(fleet.dispatcher, 'notices:office');
  const strange = hear(driver.token, `notices:${randomUUID()}`);
  const curious = hear(driver.token, 'notices:office');
  await expect
    .poll(() => [strange, curious].map(({ heard }) => heard.refused))
    .toEqual([['not_found'], ['forbidden']]);
  const delivery = await fleet.order();
  await fleet.act(fleet.dispatcher, delivery.id, 'assignDriver', { driverId: driver.id });
  await expect.poll(() => mine.heard.events).toBe(1);
  await fleet.driver({}, null);
  await expect.poll(() => office.heard.events).toBeGreaterThan(0);
  const [notice] = (await list(driver.token)).items;
  await fleet.expect(204, driver.token, 'POST', `/v1/notices/${notice.id}/read`, {});
  await expect.poll(() => mine.heard.events).toBe(2);
  expect([strange.heard.events, curious.heard.events]).toEqual([0, 0]);
  for (const { client } of [mine, office, strange, curious]) client.close();
});

test('notices go when their time is over', async () => {
  const { sql } = fleet.server.database;
  await sql`update notifications.notices set given_at = now() - interval '31 days' where title = 'One'`;
  const before = (await list(fleet.dispatcher, '?limit=200')).items.length;
  const { ctx } = fleet.server;
  const job = { payload: {}, ctx, finish: (work) => ctx.db.transaction(work) } as Partial<RunningJob<object>>;
  await dropOldNotices.run(job as RunningJob<Record<string, never>>);
  const left = await sql`select id from notifications.notices where title = 'One'`;
  expect([left.length, before > 0]).toEqual([0, true]);
});

test('any number of people is told at once', async () => {
  const { ctx } = fleet.server;
  // More than there are parameters for, were each value one.
  const notices = Array.from({ length: 7_000 }, (_, index) => ({
    kind: 'tests.manyTold',
    subject: { entity: 'test', id: randomUUID() },
    title: `"${index}", {NULL} \\`,
    detail: index % 2 === 0 ? null : 'NULL',
    to: index % 3 === 0 ? { office: true as const, regionId: null } : { partyId: randomUUID() },
    causedBy: 'tests',
  }));
  await ctx.db.transaction((tx) => giveNotices(tx, notices, ctx));
  const rows = await fleet.server.database.sql`
    select entity_id, title, detail, party_id from notifications.notices where kind = 'tests.manyTold' order by id`;
  expect(rows.map(({ entityId, title, detail, partyId }) => [entityId, title, detail, partyId])).toEqual(
    notices.map(({ subject, title, detail, to }) => [subject.id, title, detail, to.partyId ?? null]),
  );
});
