import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { north, startFleet, until, type Fleet } from './fleet.ts';

/** Jobs and subscribers run here, with short times. */
let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({
    roles: ['api', 'worker'],
    settings: { CARAVAN_DELIVERIES_OFFER_TTL: '2500ms', CARAVAN_DELIVERIES_SEARCH_AGAIN: '300ms' },
  });
});
afterAll(() => fleet.stop());

const get = (id: string) => fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${id}`);
const offeredTo = (id: string, driverId: string) =>
  until(async () => {
    const now = await get(id);
    return now.driverId === driverId && now.state === 'assigned' ? now : undefined;
  });
const skillOf = (() => {
  let count = 0;
  return () => `only_${++count}`;
})();

describe('by offer', () => {
  test('the nearest suitable driver first, after a decline the next, after silence the next', async () => {
    const skill = skillOf();
    const [near, middle, far] = [
      await fleet.driver({ skills: [skill] }, north(1)),
      await fleet.driver({ skills: [skill] }, north(3)),
      await fleet.driver({ skills: [skill] }, north(6)),
    ];
    const nearest = await fleet.driver({ name: 'Without the skill' });
    const { id } = await fleet.order({ assignmentMode: 'offer', requiredSkills: [skill] });
    const offered = await offeredTo(id, near!.id);
    expect(offered.assignment).toMatchObject({ chosen: near!.id, by: 'best', overridden: [] });
    const without = offered.assignment.others.find(({ driverId }: any) => driverId === nearest.id);
    expect(without.ruledOutBy).toEqual([
      { constraint: 'skill', reason: `lacks ${skill}`, details: { skills: [skill] } },
    ]);

    await fleet.act(near!.token, id, 'declineDelivery', { reason: 'Lunch' });
    await offeredTo(id, middle!.id);
    await offeredTo(id, far!.id);
    await fleet.act(far!.token, id, 'acceptDelivery');
    expect(await fleet.act(middle!.token, id, 'acceptDelivery', {}, 409)).toMatchObject({
      code: 'illegal_transition',
    });
    const history = await fleet.server.eventsOf('delivery', id);
    expect(history.map(({ name, payload }) => [name.replace('deliveries.', ''), payload.driverId])).toEqual([
      ['deliveryCreated', undefined],
      ['driverAssigned', near!.id],
      ['offerDeclined', near!.id],
      ['driverAssigned', middle!.id],
      ['offerExpired', middle!.id],
      ['driverAssigned', far!.id],
      ['deliveryAccepted', far!.id],
    ]);
    await until(async () => (await fleet.call(far!.token, 'GET', `/v1/drivers/${far!.id}`)).state === 'busy');
    for (const action of ['pickUp', 'startTransit', 'arrive', 'deliver'])
      await fleet.act(far!.token, id, action);
    await until(
      async () => (await fleet.call(far!.token, 'GET', `/v1/drivers/${far!.id}`)).state === 'online',
    );
  });

  test('nobody suitable puts it on the exceptions queue; a driver who comes gets it', async () => {
    const skill = skillOf();
    const { id } = await fleet.order({ assignmentMode: 'offer', requiredSkills: [skill] });
    await until(async () => (await get(id)).exception === 'no_driver');
    const driver = await fleet.driver({ skills: [skill] });
    expect(await offeredTo(id, driver.id)).toMatchObject({ exception: null });
  });

  test('what has waited long is looked at at once when a driver comes', async () => {
    const skill = skillOf();
    const driver = await fleet.driver({ skills: [skill] });
    const act = (action: string) =>
      fleet.expect(200, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/${action}`, {});
    await act('startBreak');
    const { id } = await fleet.order({ assignmentMode: 'offer', requiredSkills: [skill] });
    await until(async () => (await get(id)).exception === 'no_driver');
    // As if it had waited for an hour: its next turn is ten minutes away.
    await fleet.server.database.sql`
      update deliveries.deliveries set exception_since = now() - interval '1 hour' where id = ${id}`;
    await until(async () => {
      const [job] = await fleet.server.database.sql`
        select id from graphile_worker.jobs where key = ${`findDriver:${id}`} and run_at > now() + interval '5 minutes'`;
      return job;
    });
    await act('endBreak');
    await offeredTo(id, driver.id);
  });

  test('taken back by hand, another driver is asked', async () => {
    const skill = skillOf();
    const near = await fleet.driver({ skills: [skill] }, north(1));
    const { id } = await fleet.order({ assignmentMode: 'offer', requiredSkills: [skill] });
    await offeredTo(id, near.id);
    const next = await fleet.driver({ skills: [skill] }, north(4));
    await fleet.act(fleet.dispatcher, id, 'unassignDriver');
    await offeredTo(id, next.id);
  });

  test('a draft waits until it is released', async () => {
    const skill = skillOf();
    const driver = await fleet.driver({ skills: [skill] });
    const { id } = await fleet.order({ assignmentMode: 'offer', requiredSkills: [skill], draft: true });
    await fleet.act(fleet.dispatcher, id, 'release');
    await offeredTo(id, driver.id);
  });
});

test('automatic: given to the nearest at once', async () => {
  const skill = skillOf();
  const near = await fleet.driver({ skills: [skill] }, north(1));
  await fleet.driver({ skills: [skill] }, north(2));
  const { id } = await fleet.order({ assignmentMode: 'automatic', requiredSkills: [skill] });
  expect(await until(async () => ((await get(id)).state === 'accepted' ? get(id) : undefined))).toMatchObject(
    {
      driverId: near.id,
    },
  );
});

describe('a break with stops to do', () => {
  const act = (driver: { id: string; token: string }, action: string) =>
    fleet.expect(200, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/${action}`, {});
  const stateOf = async ({ id, token }: { id: string; token: string }) =>
    (await fleet.call(token, 'GET', `/v1/drivers/${id}`)).state;
  /** The part that makes drivers busy and free has seen what happened to the delivery. */
  const followed = async (id: string) => {
    const [last] = await fleet.server.database.sql`
      select transaction_id, id from platform.events where entity_id = ${id} order by sequence desc limit 1`;
    await until(async () => {
      const [read] = await fleet.server.database.sql`
        select 1 from platform.subscribers
        where name = 'deliveries.syncBusyDrivers'
          and (transaction_id, event_id) >= (${last!.transactionId}::xid8, ${last!.id})`;
      return read;
    });
  };

  test('the stops stay, can be done or handed on, and say what the driver is afterwards', async () => {
    const driver = await fleet.driver({ skills: [skillOf()] });
    const [first, second] = [await fleet.order(), await fleet.order()];
    for (const { id } of [first, second])
      await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
    await until(async () => (await stateOf(driver)) === 'busy');
    expect(await act(driver, 'startBreak')).toMatchObject({ state: 'on_break' });
    expect(await get(first.id)).toMatchObject({ state: 'accepted', driverId: driver.id });
    expect(await act(driver, 'endBreak')).toMatchObject({ state: 'busy' });
    await act(driver, 'startBreak');
    // A step that a phone kept is taken, and leaves the driver on the break.
    for (const action of ['pickUp', 'startTransit', 'arrive', 'deliver'])
      await fleet.act(driver.token, first.id, action);
    await followed(first.id);
    expect(await stateOf(driver)).toBe('on_break');
    expect(await act(driver, 'endBreak')).toMatchObject({ state: 'busy' });
    await act(driver, 'startBreak');
    await fleet.act(fleet.dispatcher, second.id, 'unassignDriver');
    await followed(second.id);
    expect(await stateOf(driver)).toBe('on_break');
    expect(await act(driver, 'endBreak')).toMatchObject({ state: 'online' });
    const history = await fleet.server.eventsOf('driver', driver.id);
    expect(history.map(({ action, toState }) => [action, toState]).slice(2)).toEqual([
      ['becomeBusy', 'busy'],
      ['startBreak', 'on_break'],
      ['endBreak', 'busy'],
      ['startBreak', 'on_break'],
      ['endBreak', 'busy'],
      ['startBreak', 'on_break'],
      ['endBreak', 'online'],
    ]);
  });

  test('the break ends while the last stop is handed on: free in the end, whichever comes first', async () => {
    for (let round = 0; round < 5; round++) {
      const driver = await fleet.driver({ skills: [skillOf()] });
      const { id } = await fleet.order();
      await fleet.act(fleet.dispatcher, id, 'assignDriver', { driverId: driver.id, accept: true });
      await act(driver, 'startBreak');
      await Promise.all([act(driver, 'endBreak'), fleet.act(fleet.dispatcher, id, 'unassignDriver')]);
      await followed(id);
      expect(await stateOf(driver)).toBe('online');
    }
  });

  test('nothing is offered meanwhile, nor given by hand, and work cannot end', async () => {
    const skill = skillOf();
    const driver = await fleet.driver({ skills: [skill] });
    const held = await fleet.order();
    await fleet.act(fleet.dispatcher, held.id, 'assignDriver', { driverId: driver.id, accept: true });
    await until(async () => (await stateOf(driver)) === 'busy');
    await act(driver, 'startBreak');
    const waits = [
      await fleet.order({ assignmentMode: 'offer', requiredSkills: [skill] }),
      await fleet.order({ assignmentMode: 'automatic', requiredSkills: [skill] }),
    ];
    for (const { id } of waits) await until(async () => (await get(id)).exception === 'no_driver');
    const byHand = { driverId: driver.id, override: true };
    expect(await fleet.act(fleet.dispatcher, waits[0]!.id, 'assignDriver', byHand, 409)).toMatchObject({
      code: 'driver_not_available',
      ruledOutBy: [{ constraint: 'state', details: { driverState: 'on_break' } }],
    });
    expect(
      await fleet.expect(409, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/goOffline`, {}),
    ).toMatchObject({ code: 'driver_has_deliveries' });
    await act(driver, 'endBreak');
    await offeredTo(waits[0]!.id, driver.id);
  });
});

/** Offers go on lapsing in the background, so the figures are compared until a moment at which both were read alike. */
const metrics = async () => (await fleet.call(undefined, 'GET', '/metrics')).raw as string;

test('what came of offers is counted', async () => {
  await until(async () => {
    const [expected] = await fleet.server.database.sql`
      select count(*) filter (where name = 'deliveries.offerDeclined')::integer as declined,
        count(*) filter (where name = 'deliveries.deliveryDelivered')::integer as delivered
      from platform.events`;
    const text = await metrics();
    expect(expected!.declined).toBeGreaterThan(0);
    return (
      text.includes(`caravan_deliveries_offers_total{outcome="declined"} ${expected!.declined}\n`) &&
      text.includes(`caravan_deliveries_promises_total{kept="on_time"} ${expected!.delivered}\n`) &&
      text.includes('caravan_deliveries_open_exceptions{reason="no_driver"}')
    );
  });
});

test('the counts by state are those of the rows', async () => {
  await until(async () => {
    const rows = await fleet.server.database.sql`
      select state, count(*)::integer as count from deliveries.deliveries group by state`;
    const text = await metrics();
    return rows.every(({ state, count }) => text.includes(`caravan_deliveries{state="${state}"} ${count}\n`));
  });
});
