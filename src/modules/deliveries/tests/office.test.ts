import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manualClock } from '../../../platform/ports/clock.ts';
import { flagLate } from '../jobs/flagLate.ts';
import { north, startFleet, vaduz, type Fleet } from './fleet.ts';

let fleet: Fleet;
const clock = manualClock(new Date());
beforeAll(async () => {
  fleet = await startFleet({ clock });
});
afterAll(() => fleet.stop());

const get = (token: string | undefined, path: string, status = 200) =>
  fleet.expect(status, token, 'GET', path);
const post = (token: string | undefined, path: string, body: object = {}, status = 200) =>
  fleet.expect(status, token, 'POST', path, body);
const runFlagLate = () =>
  flagLate.run({ ctx: fleet.server.ctx, signal: new AbortController().signal, payload: {} } as never);

describe('following by a link', () => {
  const link = (id: string, body: object = {}) =>
    post(fleet.dispatcher, `/v1/deliveries/${id}/tracking-links`, body, 201);

  test('the driver blurred until theirs is the next stop, nothing of others, gone at the end', async () => {
    const { delivery, driver } = await fleet.inState('assigned', {
      dropoff: { ...north(2), name: 'Maria Beck', phone: '1' },
    });
    const { token } = await link(delivery.id);
    const path = `/v1/track/${token}`;
    expect(await get(undefined, path)).toMatchObject({ state: 'assigned', stopsAhead: null, driver: null });
    await fleet.act(driver.token, delivery.id, 'acceptDelivery');
    const other = await fleet.order();
    await fleet.act(fleet.dispatcher, other.id, 'assignDriver', { driverId: driver.id, accept: true });
    for (const action of ['pickUp', 'startTransit']) await fleet.act(driver.token, other.id, action);
    await fleet.act(driver.token, delivery.id, 'pickUp');
    const at = { lat: 47.1234, lng: 9.5123 };
    clock.advance(240_000);
    await fleet.report(driver, at, clock.now());
    const waiting = await get(undefined, path);
    expect(waiting).toMatchObject({ stopsAhead: 1, driver: { exact: false } });
    expect(waiting.driver.lat).not.toBe(at.lat);
    expect(waiting.raw).not.toMatch(/Maria|phone|customerId/);
    expect(waiting.headers.get('cache-control')).toContain('private');
    await fleet.act(driver.token, other.id, 'arrive');
    await fleet.act(driver.token, other.id, 'deliver');
    await fleet.act(driver.token, delivery.id, 'startTransit');
    const next = await get(undefined, path);
    expect(next).toMatchObject({ stopsAhead: 0, driver: { exact: true, ...at }, etaAt: expect.any(String) });
    await post(driver.token, `/v1/drivers/${driver.id}/actions/startBreak`);
    clock.advance(1_800_000);
    const rests = await get(undefined, path);
    expect(rests).toMatchObject({ stopsAhead: 0, driver: { exact: false } });
    expect(rests.driver.lat).not.toBe(at.lat);
    // From where the break is taken the way is as long as before, and begins now at the earliest.
    expect(Date.parse(rests.etaAt) - Date.parse(next.etaAt)).toBe(1_800_000);
    await post(driver.token, `/v1/drivers/${driver.id}/actions/endBreak`);
    await fleet.act(driver.token, delivery.id, 'arrive');
    await fleet.act(driver.token, delivery.id, 'deliver');
    expect(await get(undefined, path, 410)).toMatchObject({
      code: 'tracking_ended',
      detail: 'The delivery has arrived; this link has ended with it.',
    });
    expect(
      await post(fleet.dispatcher, `/v1/deliveries/${delivery.id}/tracking-links`, {}, 410),
    ).toMatchObject({
      code: 'tracking_ended',
    });
  });

  test('cancelled, expired, guessed, and stored as a hash only', async () => {
    const made = await fleet.order();
    const { token } = await link(made.id);
    const short = await link(made.id, { ttlSeconds: 60 });
    clock.advance(61_000);
    expect(await get(undefined, short.path, 410)).toMatchObject({
      detail: 'This link has expired. Ask the sender for a new one.',
    });
    const [{ stored }] = await fleet.server.database.sql<[{ stored: string }]>`
      select string_agg(t::text, ' ') as stored from deliveries.tracking_links t`;
    expect(stored).not.toContain(token);
    await get(undefined, `/v1/track/${'A'.repeat(32)}`, 404);
    await get(undefined, '/v1/track/short', 400);
    await fleet.act(fleet.dispatcher, made.id, 'cancel');
    expect((await get(undefined, `/v1/track/${token}`, 410)).detail).toMatch(/was cancelled/);
  });

  test('asked for again under its key it is the same link, and the kept answer tells nobody', async () => {
    const made = await fleet.order();
    const again = () =>
      fleet.server.request('POST', `/v1/deliveries/${made.id}/tracking-links`, {
        token: fleet.dispatcher,
        body: {},
        headers: { 'idempotency-key': `link-${made.id}` },
      });
    const [first, second] = [await again(), await again()];
    expect([first.status, second.json]).toEqual([201, first.json]);
    const { database } = fleet.server;
    const [kept] = await database.sql<{ body: string }[]>`
      select body from platform.idempotency_keys where key = ${`link-${made.id}`}`;
    expect(kept!.body).not.toContain(first.json.token);
    const links = await database.sql`select 1 from deliveries.tracking_links where delivery_id = ${made.id}`;
    expect(links).toHaveLength(1);
  });

  test('made by who may see the delivery', async () => {
    const made = await fleet.order();
    const path = `/v1/deliveries/${made.id}/tracking-links`;
    await post(undefined, path, {}, 401);
    await post(await fleet.server.tokenFor('customer'), path, {}, 404);
    await post(await fleet.server.tokenFor('driver'), path, {}, 403);
    await post(await fleet.server.tokenFor('customer', { partyId: made.customerId }), path, {}, 201);
  });
});

describe('exceptions', () => {
  test('late once for each promise; settled it stays away until a new promise is broken', async () => {
    const windowTo = new Date(clock.nowMs() + 60_000).toISOString();
    const { id } = await fleet.order({ windowTo });
    await fleet.order({ windowTo, draft: true });
    const mine = async () =>
      (await get(fleet.dispatcher, '/v1/delivery-exceptions?reason=late')).items.filter(
        ({ deliveryId }: any) => deliveryId === id,
      );
    await runFlagLate();
    expect(await mine()).toEqual([]);
    clock.advance(61_000);
    await Promise.all([runFlagLate(), runFlagLate()]);
    expect(await mine()).toMatchObject([
      { reason: 'late', state: 'ready', suggestedActions: ['assignDriver', 'resolve'], acknowledged: null },
    ]);
    await post(fleet.dispatcher, `/v1/delivery-exceptions/${id}/actions/acknowledge`, {
      note: 'Calling them',
    });
    expect((await mine())[0].acknowledged).toMatchObject({ note: 'Calling them' });
    await post(fleet.dispatcher, `/v1/delivery-exceptions/${id}/actions/resolve`);
    await runFlagLate();
    expect(await mine()).toEqual([]);
    await post(fleet.dispatcher, `/v1/delivery-exceptions/${id}/actions/resolve`, {}, 409);
    const later = new Date(clock.nowMs() + 30_000).toISOString();
    await fleet.expect(200, fleet.dispatcher, 'PATCH', `/v1/deliveries/${id}`, { windowTo: later });
    clock.advance(31_000);
    await runFlagLate();
    expect(await mine()).toHaveLength(1);
    const promised = new Date(clock.nowMs() + 30_000).toISOString();
    await fleet.expect(200, fleet.dispatcher, 'PATCH', `/v1/deliveries/${id}`, { windowTo: promised });
    expect(await mine()).toEqual([]);
    const events = await fleet.server.eventsOf('delivery', id);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ name }) => name.split('.')[1])).toEqual([
      'deliveryCreated',
      'exceptionRaised',
      'exceptionAcknowledged',
      'exceptionResolved',
      'deliveryChanged',
      'exceptionRaised',
      'deliveryChanged',
    ]);
  });

  test('a failed one leaves by a decision; drivers out of contact stand beside', async () => {
    const { delivery, driver } = await fleet.inState('in_transit');
    await fleet.act(driver.token, delivery.id, 'fail', { reason: 'refused' });
    const page = await get(fleet.dispatcher, '/v1/delivery-exceptions?limit=200');
    const entry = page.items.find(({ deliveryId }: any) => deliveryId === delivery.id);
    expect(entry).toMatchObject({
      reason: 'failed',
      failureReason: 'refused',
      suggestedActions: ['retry', 'startReturn'],
    });
    await post(fleet.dispatcher, `/v1/delivery-exceptions/${delivery.id}/actions/resolve`, {}, 409);
    await post(fleet.dispatcher, `/v1/delivery-exceptions/${randomUUID()}/actions/resolve`, {}, 404);
    await get(driver.token, '/v1/delivery-exceptions', 403);
    await post(driver.token, `/v1/delivery-exceptions/${delivery.id}/actions/acknowledge`, {}, 403);
    clock.advance(200_000);
    const { driversOutOfContact } = await get(fleet.dispatcher, '/v1/delivery-exceptions?limit=1');
    expect(driversOutOfContact.map(({ driverId }: any) => driverId)).toContain(driver.id);
    const { items } = await get(driver.token, '/v1/drivers');
    expect(items[0]).toMatchObject({ state: 'online', lostContact: true, position: vaduz });
    // Who rests may put the phone away.
    await post(driver.token, `/v1/drivers/${driver.id}/actions/startBreak`);
    clock.advance(200_000);
    expect((await get(driver.token, '/v1/drivers')).items[0]).toMatchObject({
      state: 'on_break',
      lostContact: false,
    });
    await fleet.act(fleet.dispatcher, delivery.id, 'retry');
    const after = await get(fleet.dispatcher, '/v1/delivery-exceptions?limit=200');
    expect(after.items.map(({ deliveryId }: any) => deliveryId)).not.toContain(delivery.id);
  });

  test('pages from the longest waiting on', async () => {
    const all = (await get(fleet.dispatcher, '/v1/delivery-exceptions')).items.map(
      ({ deliveryId }: any) => deliveryId,
    );
    for (let made = 0; made < 2; made++) {
      const { delivery, driver } = await fleet.inState('in_transit');
      await fleet.act(driver.token, delivery.id, 'fail', { reason: 'other' });
      all.push(delivery.id);
      clock.advance(1000);
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await get(
        fleet.dispatcher,
        `/v1/delivery-exceptions?limit=1${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ deliveryId }: any) => deliveryId));
      cursor = page.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(all);
  });
});

describe('many at once', () => {
  test('each answers for itself, and none says done that was not', async () => {
    const [a, b] = [await fleet.order(), await fleet.order()];
    await fleet.act(fleet.dispatcher, b.id, 'cancel');
    const missing = randomUUID();
    const body = { action: 'cancel', ids: [a.id, b.id, missing, a.id], input: { reason: 'Storm' } };
    const answer = await post(fleet.dispatcher, '/v1/deliveries/bulk-actions', body);
    expect(answer).toMatchObject({ done: 1, failed: 2 });
    expect(answer.results).toMatchObject([
      { id: a.id, done: true, delivery: { state: 'cancelled' }, problem: null },
      { id: b.id, done: false, delivery: null, problem: { code: 'illegal_transition', status: 409 } },
      { id: missing, done: false, problem: { code: 'not_found' } },
    ]);
    expect((await fleet.server.eventsOf('delivery', a.id)).at(-1)?.payload.reason).toBe('Storm');
  });

  test('with the rights of each action, and its input checked', async () => {
    const { id } = await fleet.order();
    const path = '/v1/deliveries/bulk-actions';
    await post(undefined, path, { action: 'cancel', ids: [id] }, 401);
    await post(await fleet.server.tokenFor('driver'), path, { action: 'cancel', ids: [id] }, 403);
    await post(fleet.dispatcher, path, { action: 'expireOffer', ids: [id] }, 400);
    await post(fleet.dispatcher, path, { action: 'cancel', ids: [id], input: { surprise: 1 } }, 400);
    await post(fleet.dispatcher, path, { action: 'cancel', ids: Array(201).fill(id) }, 400);
    const foreign = await post(await fleet.server.tokenFor('customer'), path, {
      action: 'cancel',
      ids: [id],
    });
    expect(foreign.results[0].problem.code).toBe('not_found');
  });
});

test('a driver is changed by the office, by version', async () => {
  const driver = await fleet.driver();
  const path = `/v1/drivers/${driver.id}`;
  const version = (await get(fleet.dispatcher, path)).headers.get('etag')!;
  const patch = { name: 'Nora', vehicleKind: 'van', skills: ['piano'], phone: null };
  const headers = { 'if-match': version };
  expect(await fleet.expect(200, fleet.dispatcher, 'PATCH', path, patch, headers)).toMatchObject(patch);
  await fleet.expect(412, fleet.dispatcher, 'PATCH', path, patch, headers);
  await fleet.expect(403, driver.token, 'PATCH', path, patch);
  await fleet.expect(404, fleet.dispatcher, 'PATCH', `/v1/drivers/${randomUUID()}`, patch);
  expect((await fleet.server.eventsOf('driver', driver.id)).at(-1)).toMatchObject({
    name: 'deliveries.driverChanged',
  });
});

test('offers that wait for an answer, with the time that is left', async () => {
  const { delivery, driver } = await fleet.inState('assigned');
  const { items } = await get(driver.token, `/v1/drivers/${driver.id}/offers`);
  expect(items).toMatchObject([{ delivery: { id: delivery.id, state: 'assigned' }, approachMeters: 0 }]);
  expect(Date.parse(items[0].expiresAt)).toBe(clock.nowMs() + 300_000);
  const other = await fleet.driver();
  await get(other.token, `/v1/drivers/${driver.id}/offers`, 404);
  await get(await fleet.server.tokenFor('customer'), `/v1/drivers/${driver.id}/offers`, 403);
  await fleet.act(driver.token, delivery.id, 'acceptDelivery');
  expect((await get(driver.token, `/v1/drivers/${driver.id}/offers`)).items).toEqual([]);
});
