import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFleet, type Fleet } from './fleet.ts';

/** What a recipient does through the tracking link, without any account. */
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const follow = async (id: string) => {
  const made = await fleet.expect(201, fleet.dispatcher, 'POST', `/v1/deliveries/${id}/tracking-links`, {});
  expect(made.pagePath).toBe(`/track/${made.token}`);
  const path = `/v1/track/${made.token}`;
  return {
    look: (status = 200) => fleet.expect(status, undefined, 'GET', path),
    say: (method: string, what: string, body: object, status = 200) =>
      fleet.expect(status, undefined, method, `${path}/${what}`, body),
  };
};
const read = (id: string) => fleet.expect(200, fleet.dispatcher, 'GET', `/v1/deliveries/${id}`);
const hoursOn = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const tomorrow = { windowFrom: hoursOn(24), windowTo: hoursOn(28) };

describe('wishes', () => {
  test('a note and a neighbour reach the driver and the office, and can be taken back', async () => {
    const { delivery, driver } = await fleet.inState('in_transit');
    const link = await follow(delivery.id);
    expect(await link.look()).toMatchObject({ note: null, neighbour: null, may: ['note', 'neighbour'] });
    await link.say('PUT', 'note', { note: ' The bell is broken ' });
    await link.say('PUT', 'neighbour', { neighbour: 'Vogt, second floor' });
    expect(await link.look()).toMatchObject({ note: 'The bell is broken', neighbour: 'Vogt, second floor' });
    const seen = await fleet.expect(200, driver.token, 'GET', `/v1/deliveries/${delivery.id}`);
    expect(seen.recipient).toEqual({ note: 'The bell is broken', neighbour: 'Vogt, second floor' });
    const { items } = await fleet.expect(200, driver.token, 'GET', '/v1/deliveries?limit=1');
    expect(items[0].recipient).toEqual(seen.recipient);
    await link.say('PUT', 'note', { note: null });
    expect((await read(delivery.id)).recipient).toEqual({ neighbour: 'Vogt, second floor' });
    await link.say('PUT', 'neighbour', { neighbour: null });
    expect(await read(delivery.id)).not.toHaveProperty('recipient');
    const events = await fleet.server.eventsOf('delivery', delivery.id);
    const wished = events.filter(({ name }) => name === 'deliveries.recipientWished');
    expect(wished).toHaveLength(4);
    expect(wished[0]).toMatchObject({ actorKind: 'guest', payload: { note: 'The bell is broken' } });
    expect(wished[0]!.actorId).toMatch(/^tracking_link:/);
  });

  test('two at once are both kept', async () => {
    const { id } = await fleet.order();
    const link = await follow(id);
    await Promise.all([
      link.say('PUT', 'note', { note: 'one' }),
      link.say('PUT', 'neighbour', { neighbour: 'two' }),
    ]);
    expect((await read(id)).recipient).toEqual({ note: 'one', neighbour: 'two' });
  });

  test('refused: empty, long, at the door, after the end, with a wrong token', async () => {
    const { delivery, driver } = await fleet.inState('in_transit');
    const link = await follow(delivery.id);
    await link.say('PUT', 'note', { note: '' }, 400);
    await link.say('PUT', 'note', { note: 'x'.repeat(301) }, 400);
    await fleet.act(driver.token, delivery.id, 'arrive');
    expect(await link.say('PUT', 'note', { note: 'late' }, 409)).toMatchObject({
      code: 'not_offered',
      may: [],
    });
    await fleet.act(driver.token, delivery.id, 'deliver');
    expect(await link.say('PUT', 'note', { note: 'later' }, 410)).toMatchObject({ ending: 'delivered' });
    await fleet.expect(404, undefined, 'PUT', `/v1/track/${'A'.repeat(32)}/note`, { note: 'x' });
  });
});

describe('another time', () => {
  test('moves the promise; the office decides who brings it when a driver has it already', async () => {
    const waiting = await fleet.order();
    const link = await follow(waiting.id);
    await link.say('POST', 'reschedule', tomorrow);
    expect(await link.look()).toMatchObject(tomorrow);
    expect((await read(waiting.id)).exception).toBeNull();
    const { delivery } = await fleet.inState('accepted');
    await (await follow(delivery.id)).say('POST', 'reschedule', tomorrow);
    expect(await read(delivery.id)).toMatchObject({ ...tomorrow, exception: 'rescheduled' });
    const { items } = await fleet.expect(
      200,
      fleet.dispatcher,
      'GET',
      '/v1/delivery-exceptions?reason=rescheduled',
    );
    expect(items).toMatchObject([
      { deliveryId: delivery.id, suggestedActions: ['unassignDriver', 'resolve'] },
    ]);
  });

  test('refused: in the past, too long, and once the parcel is on board', async () => {
    const { id } = await fleet.order();
    const link = await follow(id);
    await link.say('POST', 'reschedule', { windowFrom: hoursOn(-3), windowTo: hoursOn(-1) }, 400);
    await link.say('POST', 'reschedule', { windowFrom: hoursOn(24), windowTo: hoursOn(72) }, 400);
    const { delivery } = await fleet.inState('picked_up');
    await (await follow(delivery.id)).say('POST', 'reschedule', tomorrow, 409);
  });
});

test('a rating is given once, after the link has ended with the delivery', async () => {
  const { delivery, driver } = await fleet.inState('arrived');
  const link = await follow(delivery.id);
  await link.say('POST', 'rating', { stars: 5 }, 409);
  await fleet.act(driver.token, delivery.id, 'deliver');
  expect(await link.look(410)).toMatchObject({ ending: 'delivered', may: ['rate'] });
  await link.say('POST', 'rating', { stars: 6 }, 400);
  await link.say('POST', 'rating', { stars: 4, comment: 'Kind' });
  expect(await link.say('POST', 'rating', { stars: 1 }, 409)).toMatchObject({ code: 'not_offered' });
  expect(await link.look(410)).toMatchObject({ may: [] });
  expect((await read(delivery.id)).recipient.rating).toMatchObject({ stars: 4, comment: 'Kind' });
  const events = await fleet.server.eventsOf('delivery', delivery.id);
  expect(events.at(-1)).toMatchObject({
    name: 'deliveries.deliveryRated',
    payload: { rating: { stars: 4 } },
  });
});

test('an operator who allows nothing is not asked for anything', async () => {
  const strict = await startFleet({ settings: { CARAVAN_DELIVERIES_RECIPIENT_MAY: 'rate' } });
  try {
    const { id } = await strict.order();
    const { token } = await strict.expect(
      201,
      strict.dispatcher,
      'POST',
      `/v1/deliveries/${id}/tracking-links`,
      {},
    );
    expect((await strict.expect(200, undefined, 'GET', `/v1/track/${token}`)).may).toEqual([]);
    await strict.expect(409, undefined, 'PUT', `/v1/track/${token}/note`, { note: 'x' });
  } finally {
    await strict.stop();
  }
});
