import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryLifecycle } from '../lifecycle.ts';
import { north, startFleet, vaduz, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const names = async (id: string) =>
  (await fleet.server.eventsOf('delivery', id)).map(({ name }) => name.replace('deliveries.', ''));

test('from the order to the door, every event in order with both times', async () => {
  const { delivery, driver } = await fleet.inState('arrived');
  const done = await fleet.act(driver.token, delivery.id, 'deliver', {
    receivedBy: 'Maria',
    deviceTime: new Date(Date.now() - 5).toISOString(),
  });
  expect(done).toMatchObject({ state: 'delivered', version: 7, deliveredAt: expect.any(String) });
  const { items } = await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/deliveries/${delivery.id}/events`);
  expect(
    items.map(({ name, sequence, fromState, toState }: any) => [name, sequence, fromState, toState]),
  ).toEqual([
    ['deliveries.deliveryCreated', 1, null, 'ready'],
    ['deliveries.driverAssigned', 2, 'ready', 'assigned'],
    ['deliveries.deliveryAccepted', 3, 'assigned', 'accepted'],
    ['deliveries.parcelPickedUp', 4, 'accepted', 'picked_up'],
    ['deliveries.transitStarted', 5, 'picked_up', 'in_transit'],
    ['deliveries.driverArrived', 6, 'in_transit', 'arrived'],
    ['deliveries.deliveryDelivered', 7, 'arrived', 'delivered'],
  ]);
  expect(items.at(-1)).toMatchObject({
    actor: { id: driver.id },
    payload: { receivedBy: 'Maria', onTime: true },
  });
});

describe('the history', () => {
  test('is paged, and shut to others', async () => {
    const { delivery } = await fleet.inState('picked_up');
    const path = `/v1/deliveries/${delivery.id}/events`;
    const first = await fleet.expect(200, fleet.dispatcher, 'GET', `${path}?limit=3`);
    const rest = await fleet.expect(
      200,
      fleet.dispatcher,
      'GET',
      `${path}?limit=3&cursor=${first.nextCursor}`,
    );
    expect([...first.items, ...rest.items].map(({ sequence }: any) => sequence)).toEqual([1, 2, 3, 4]);
    expect(rest.nextCursor).toBeNull();
    await fleet.expect(401, undefined, 'GET', path);
    await fleet.expect(404, await fleet.server.tokenFor('driver'), 'GET', path);
  });
});

test('every action that a state does not allow is refused with what is allowed, and changes nothing', async () => {
  const inputs: Record<string, object> = { fail: { reason: 'refused' } };
  const state = { ...(await fleet.inState('accepted')), name: 'accepted' };
  for (const [action, { from, permission }] of Object.entries(deliveryLifecycle.actions)) {
    if (permission === 'system' || from.includes(state.name)) continue;
    const answer = await fleet.act(fleet.dispatcher, state.delivery.id, action, inputs[action] ?? {}, 409);
    expect(answer).toMatchObject({ code: 'illegal_transition', state: state.name });
    expect(answer.allowedActions).toContain('pickUp');
  }
  await fleet.expect(
    404,
    fleet.dispatcher,
    'POST',
    `/v1/deliveries/${state.delivery.id}/actions/expireOffer`,
    {},
  );
  expect(await names(state.delivery.id)).toHaveLength(3);
});

test('who may do what', async () => {
  const { delivery, driver } = await fleet.inState('assigned');
  const other = await fleet.driver();
  const customer = await fleet.server.tokenFor('customer', { partyId: delivery.customerId });
  await fleet.act(undefined as never, delivery.id, 'acceptDelivery', {}, 401);
  await fleet.act(customer, delivery.id, 'acceptDelivery', {}, 403);
  await fleet.act(other.token, delivery.id, 'acceptDelivery', {}, 404);
  await fleet.act(driver.token, delivery.id, 'assignDriver', {}, 403);
  await fleet.act(driver.token, delivery.id, 'cancel', {}, 403);
  await fleet.act(await fleet.server.tokenFor('customer'), delivery.id, 'cancel', {}, 404);
  expect(await fleet.act(customer, delivery.id, 'cancel', { reason: 'Changed my mind' })).toMatchObject({
    state: 'cancelled',
  });
});

describe('races', () => {
  test('two dispatchers assign at once: one wins, the other hears the state', async () => {
    const [a, b] = [await fleet.driver(), await fleet.driver()];
    const made = await fleet.order();
    const answers = await Promise.all(
      [a, b].map(({ id }) =>
        fleet.call(fleet.dispatcher, 'POST', `/v1/deliveries/${made.id}/actions/assignDriver`, {
          driverId: id,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({
      code: 'illegal_transition',
      state: 'assigned',
    });
    expect(await names(made.id)).toEqual(['deliveryCreated', 'driverAssigned']);
  });

  test('a driver accepts what was cancelled a second ago', async () => {
    const { delivery, driver } = await fleet.inState('assigned');
    await fleet.act(fleet.dispatcher, delivery.id, 'cancel');
    expect(await fleet.act(driver.token, delivery.id, 'acceptDelivery', {}, 409)).toMatchObject({
      detail: 'acceptDelivery is not possible while the delivery is cancelled.',
      state: 'cancelled',
      allowedActions: [],
    });
  });

  test('accept and cancel at once: one order of the two', async () => {
    for (let round = 0; round < 5; round++) {
      const { delivery, driver } = await fleet.inState('assigned');
      const [accepted, cancelled] = await Promise.all([
        fleet.call(driver.token, 'POST', `/v1/deliveries/${delivery.id}/actions/acceptDelivery`, {}),
        fleet.call(fleet.dispatcher, 'POST', `/v1/deliveries/${delivery.id}/actions/cancel`, {}),
      ]);
      expect(cancelled.status).toBe(200);
      expect([200, 409]).toContain(accepted.status);
      const expected =
        accepted.status === 200 ? ['deliveryAccepted', 'deliveryCancelled'] : ['deliveryCancelled'];
      expect((await names(delivery.id)).slice(2)).toEqual(expected);
    }
  });

  test('a driver with one free place is given one of two deliveries', async () => {
    const driver = await fleet.driver({ capacityGrams: 1000 });
    const orders = [await fleet.order({ weightGrams: 800 }), await fleet.order({ weightGrams: 800 })];
    const answers = await Promise.all(
      orders.map(({ id }) =>
        fleet.call(fleet.dispatcher, 'POST', `/v1/deliveries/${id}/actions/assignDriver`, {
          driverId: driver.id,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)).toMatchObject({
      code: 'driver_not_available',
      ruledOutBy: [{ constraint: 'capacity' }],
    });
  });

  test('ending work and accepting at once never leave an offline driver with work', async () => {
    for (let round = 0; round < 5; round++) {
      const { delivery, driver } = await fleet.inState('assigned');
      const [accepted, ended] = await Promise.all([
        fleet.call(driver.token, 'POST', `/v1/deliveries/${delivery.id}/actions/acceptDelivery`, {}),
        fleet.call(driver.token, 'POST', `/v1/drivers/${driver.id}/actions/goOffline`, {}),
      ]);
      expect([accepted.status, ended.status].sort()).toEqual([200, 409]);
    }
  });

  test('the version seen counts for actions as well', async () => {
    const made = await fleet.order();
    const path = `/v1/deliveries/${made.id}/actions/cancel`;
    await fleet.expect(412, fleet.dispatcher, 'POST', path, {}, { 'if-match': '"v9"' });
    await fleet.expect(200, fleet.dispatcher, 'POST', path, {}, { 'if-match': '"v1"' });
  });
});

describe('device times', () => {
  test.each([
    ['a day behind', -86_400_000],
    ['a day ahead', 86_400_000],
  ])(
    'a phone %s: both times kept, the delivery counted at a time that can be true',
    async (_words, offset) => {
      const { delivery, driver } = await fleet.inState('arrived', {
        windowTo: new Date(Date.now() + 3_600_000).toISOString(),
      });
      const deviceTime = new Date(Date.now() + offset).toISOString();
      const done = await fleet.act(driver.token, delivery.id, 'deliver', { deviceTime });
      expect(Math.abs(Date.parse(done.deliveredAt) - Date.now())).toBeLessThan(60_000);
      const last = (await fleet.server.eventsOf('delivery', delivery.id)).at(-1)!;
      expect(last.deviceTime?.toISOString()).toBe(deviceTime);
      expect(Math.abs(last.serverTime.getTime() - Date.now())).toBeLessThan(60_000);
      expect(last.payload.onTime).toBe(true);
    },
  );
});

describe('tries', () => {
  test('three at most, then it can only go back', async () => {
    const { delivery, driver } = await fleet.inState('in_transit');
    const { id } = delivery;
    for (let tries = 1; tries <= 3; tries++) {
      const failed = await fleet.act(driver.token, id, 'fail', { reason: 'nobody_there', notes: 'Dark' });
      expect(failed).toMatchObject({
        state: 'failed',
        tries,
        exception: 'failed',
        failureReason: 'nobody_there',
      });
      if (tries === 3) break;
      await fleet.act(driver.token, id, 'retry', {}, 403);
      expect(await fleet.act(fleet.dispatcher, id, 'retry')).toMatchObject({
        state: 'ready',
        driverId: null,
        exception: null,
      });
      await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
      await fleet.act(driver.token, id, 'pickUp');
      await fleet.act(driver.token, id, 'startTransit');
    }
    expect(await fleet.act(fleet.dispatcher, id, 'retry', {}, 409)).toMatchObject({ code: 'no_tries_left' });
    expect(await fleet.act(fleet.dispatcher, id, 'startReturn')).toMatchObject({
      state: 'returning',
      exception: null,
    });
    expect(await fleet.act(driver.token, id, 'confirmReturn')).toMatchObject({ state: 'returned' });
    expect((await names(id)).slice(-3)).toEqual(['deliveryFailed', 'returnStarted', 'parcelReturned']);
  });
});

describe('proofs', () => {
  const prove = (token: string, id: string, body: object, status = 201) =>
    fleet.expect(status, token, 'POST', `/v1/deliveries/${id}/proofs`, body);
  const upload = async (token: string): Promise<string> => {
    const bytes = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    const announced = { contentType: 'image/png', sizeBytes: bytes.length };
    const { id } = await fleet.expect(201, token, 'POST', '/v1/uploads', announced);
    const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
    await fleet.expect(200, token, 'PATCH', `/v1/uploads/${id}`, bytes, headers);
    return id;
  };

  test('all that were asked for must be there, of this try', async () => {
    const { delivery, driver } = await fleet.inState('arrived', { proofRules: ['photo', 'scan'] });
    const { id } = delivery;
    expect(await fleet.act(driver.token, id, 'deliver', {}, 409)).toMatchObject({
      code: 'proof_missing',
      missingProofs: ['photo', 'scan'],
    });
    const deviceTime = '2020-01-01T00:00:00.000Z';
    expect(await prove(driver.token, id, { kind: 'scan', text: '4006381333931', deviceTime })).toMatchObject({
      deviceTime,
      driverId: driver.id,
      try: 1,
    });
    await prove(driver.token, id, { kind: 'photo' }, 400);
    await fleet.act(driver.token, id, 'deliver', {}, 409);
    const missing = await prove(driver.token, id, { kind: 'photo', uploadId: randomUUID() }, 404);
    expect(missing.errors).toEqual([{ field: 'uploadId', reason: 'names no upload of yours' }]);
    const uploadId = await upload(driver.token);
    const photo = await prove(driver.token, id, { kind: 'photo', uploadId });
    const content = `/v1/deliveries/${id}/proofs/${photo.id}/content`;
    const customer = await fleet.server.tokenFor('customer', { partyId: delivery.customerId });
    const shown = await fleet.server.request('GET', content, { token: customer });
    expect([shown.status, shown.headers.get('content-type'), shown.bytes.length]).toEqual([
      200,
      'image/png',
      16,
    ]);
    await fleet.expect(404, await fleet.server.tokenFor('customer'), 'GET', content);
    await fleet.act(driver.token, id, 'deliver');
    const { items } = await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/deliveries/${id}/proofs`);
    expect(items.map(({ kind }: any) => kind)).toEqual(['scan', 'photo']);
    expect((await names(id)).slice(-3)).toEqual(['proofRecorded', 'proofRecorded', 'deliveryDelivered']);
  });

  test('a proof of the first try does not count for the second', async () => {
    const { delivery, driver } = await fleet.inState('arrived', { proofRules: ['scan'] });
    const { id } = delivery;
    await prove(driver.token, id, { kind: 'scan', text: '1' });
    await fleet.act(driver.token, id, 'fail', { reason: 'refused' });
    await prove(driver.token, id, { kind: 'scan', text: '1' }, 409);
    await fleet.act(fleet.dispatcher, id, 'retry');
    await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
    for (const action of ['pickUp', 'startTransit', 'arrive']) await fleet.act(driver.token, id, action);
    await fleet.act(driver.token, id, 'deliver', {}, 409);
  });

  test('the code that the customer has', async () => {
    const { delivery, driver } = await fleet.inState('arrived', { proofRules: ['code'] });
    const { proofCode } = await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${delivery.id}`);
    const wrong = proofCode === '000000' ? '000001' : '000000';
    expect(await prove(driver.token, delivery.id, { kind: 'code', text: wrong }, 422)).toMatchObject({
      code: 'proof_code_wrong',
      errors: [{ field: 'text' }],
    });
    const proof = await prove(driver.token, delivery.id, { kind: 'code', text: proofCode });
    expect(proof.text).toBeNull();
    await fleet.act(driver.token, delivery.id, 'deliver');
  });

  test('sent twice it is kept once; of another stop it is refused', async () => {
    const [a, b] = [await fleet.inState('arrived'), await fleet.inState('arrived')];
    const proof = { id: randomUUID(), kind: 'scan', text: 'X' };
    const first = await prove(a.driver.token, a.delivery.id, proof);
    const second = await prove(a.driver.token, a.delivery.id, proof);
    expect(second.serverTime).toBe(first.serverTime);
    expect(await prove(b.driver.token, b.delivery.id, proof, 409)).toMatchObject({ code: 'id_taken' });
    await prove(a.driver.token, b.delivery.id, { kind: 'scan', text: 'X' }, 404);
    const both = { id: randomUUID(), kind: 'scan', text: 'Y' };
    const race = await Promise.all(
      [a, b].map(({ delivery, driver }) =>
        fleet.call(driver.token, 'POST', `/v1/deliveries/${delivery.id}/proofs`, both),
      ),
    );
    expect(race.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { items } = await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${a.delivery.id}/proofs`);
    expect(items.filter(({ id }: any) => id === proof.id)).toHaveLength(1);
  });
});

describe('drivers', () => {
  test('each sees themselves, the office all, customers none', async () => {
    const driver = await fleet.driver({ skills: ['cold_chain'], vehicleKind: 'van' });
    expect(await fleet.expect(200, driver.token, 'GET', `/v1/drivers/${driver.id}`)).toMatchObject({
      state: 'online',
      capacityGrams: 900_000,
    });
    const other = await fleet.driver({}, null);
    await fleet.expect(404, driver.token, 'GET', `/v1/drivers/${other.id}`);
    await fleet.expect(403, await fleet.server.tokenFor('customer'), 'GET', '/v1/drivers');
    await fleet.expect(401, undefined, 'GET', '/v1/drivers');
    expect((await fleet.expect(200, driver.token, 'GET', '/v1/drivers')).items).toHaveLength(1);
    const offline = await fleet.expect(200, fleet.dispatcher, 'GET', '/v1/drivers?state=offline&limit=1');
    expect(offline.items[0].state).toBe('offline');
    await fleet.expect(403, driver.token, 'POST', '/v1/drivers', { name: 'Me again' });
    await fleet.expect(409, fleet.dispatcher, 'POST', '/v1/drivers', { id: driver.id, name: 'Twice' });
  });

  test('breaks, and no end of work with open deliveries', async () => {
    const { delivery, driver } = await fleet.inState('accepted');
    const act = (action: string, status = 200) =>
      fleet.expect(status, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/${action}`, {});
    expect(await act('goOffline', 409)).toMatchObject({ code: 'driver_has_deliveries' });
    await fleet.act(fleet.dispatcher, delivery.id, 'unassignDriver');
    expect(await act('startBreak')).toMatchObject({ state: 'on_break' });
    expect(await act('startBreak', 409)).toMatchObject({ code: 'illegal_transition' });
    await act('endBreak');
    expect(await act('goOffline')).toMatchObject({ state: 'offline' });
    const events = await fleet.server.eventsOf('driver', driver.id);
    expect(events.map(({ action }) => action)).toEqual([
      'create',
      'goOnline',
      'startBreak',
      'endBreak',
      'goOffline',
    ]);
  });

  test('why this driver: each other one with what rules them out', async () => {
    const strong = await fleet.driver({ skills: ['piano'] }, north(3));
    const away = await fleet.driver({ skills: ['piano'], capacityGrams: 1 }, { lat: 40, lng: 0 });
    const made = await fleet.order({ requiredSkills: ['piano'], weightGrams: 5000 });
    const { items } = await fleet.expect(
      200,
      fleet.dispatcher,
      'GET',
      `/v1/deliveries/${made.id}/candidates`,
    );
    expect(items[0]).toMatchObject({ driverId: strong.id, suitable: true, ruledOutBy: [] });
    expect(Math.abs(items[0].approachMeters - 3000)).toBeLessThan(30);
    const out = items.find(({ driverId }: any) => driverId === away.id);
    expect(out.ruledOutBy.map(({ constraint }: any) => constraint)).toEqual(['capacity', 'distance']);
    await fleet.expect(403, strong.token, 'GET', `/v1/deliveries/${made.id}/candidates`);
    expect(
      await fleet.act(fleet.dispatcher, made.id, 'assignDriver', { driverId: away.id }, 409),
    ).toMatchObject({
      code: 'driver_not_available',
    });
    const forced = await fleet.act(fleet.dispatcher, made.id, 'assignDriver', {
      driverId: away.id,
      override: true,
    });
    expect(forced.state).toBe('assigned');
    await fleet.expect(404, fleet.dispatcher, 'GET', `/v1/deliveries/${randomUUID()}/candidates`);
    expect(vaduz.lat).toBeLessThan(48);
  });
});
