import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { north, startFleet, vaduz, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const stops = { pickup: vaduz, dropoff: north(1) };

describe('ordering', () => {
  test('a customer orders for themselves; the first event says so', async () => {
    const partyId = randomUUID();
    const token = await fleet.server.tokenFor('customer', { partyId });
    const made = await fleet.expect(201, token, 'POST', '/v1/deliveries', { ...stops, reference: 'A-1' });
    expect(made).toMatchObject({ state: 'ready', version: 1, customerId: partyId, assignmentMode: 'offer' });
    expect(made.headers.get('location')).toBe(`/v1/deliveries/${made.id}`);
    expect(made.headers.get('etag')).toBe('"v1"');
    const events = await fleet.server.eventsOf('delivery', made.id);
    expect(events.map(({ name, sequence, toState }) => [name, sequence, toState])).toEqual([
      ['deliveries.deliveryCreated', 1, 'ready'],
    ]);
    expect(events[0]!.payload).toMatchObject({ customerId: partyId, reference: 'A-1' });
  });

  test('guests, drivers and foreign parties may not', async () => {
    await fleet.expect(401, undefined, 'POST', '/v1/deliveries', stops);
    await fleet.expect(403, await fleet.server.tokenFor('driver'), 'POST', '/v1/deliveries', stops);
    const customer = await fleet.server.tokenFor('customer');
    const foreign = { ...stops, customerId: randomUUID() };
    expect(await fleet.expect(403, customer, 'POST', '/v1/deliveries', foreign)).toMatchObject({
      code: 'forbidden',
      errors: [{ field: 'customerId' }],
    });
  });

  test('a price is set by the office or by a quote', async () => {
    const customer = await fleet.server.tokenFor('customer');
    const price = { amountMinor: 1, currency: 'CHF' };
    expect(await fleet.expect(403, customer, 'POST', '/v1/deliveries', { ...stops, price })).toMatchObject({
      errors: [{ field: 'price' }],
    });
    expect((await fleet.order({ price })).price).toEqual(price);
  });

  test('each wrong field is named', async () => {
    const wrong = {
      ...stops,
      pickup: { lat: 91, lng: 9 },
      windowFrom: '2026-01-02T00:00:00Z',
      windowTo: '2026-01-01T00:00:00Z',
    };
    const answer = await fleet.expect(400, fleet.dispatcher, 'POST', '/v1/deliveries', {
      ...wrong,
      surprise: 1,
    });
    expect(answer.errors.map(({ field }: { field: string }) => field).sort()).toEqual(
      expect.arrayContaining(['pickup.lat', 'surprise']),
    );
    const window = await fleet.expect(400, fleet.dispatcher, 'POST', '/v1/deliveries', {
      ...wrong,
      pickup: vaduz,
      customerId: randomUUID(),
    });
    expect(window.errors).toEqual([{ field: 'windowTo', reason: 'must not be before windowFrom' }]);
  });

  test('a reference is unique for each customer, an id everywhere', async () => {
    const customerId = randomUUID();
    const made = await fleet.order({ customerId, reference: 'R-1' });
    const again = { ...stops, customerId, reference: 'R-1' };
    expect(await fleet.expect(409, fleet.dispatcher, 'POST', '/v1/deliveries', again)).toMatchObject({
      code: 'reference_taken',
    });
    await fleet.order({ reference: 'R-1' });
    const id = '01890000-0000-7000-8000-000000000001';
    await fleet.order({ id });
    expect(
      await fleet.expect(409, fleet.dispatcher, 'POST', '/v1/deliveries', { ...stops, id, customerId }),
    ).toMatchObject({ code: 'id_taken' });
    expect(made.state).toBe('ready');
  });

  test('the same key gives the same answer and one delivery', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const body = { ...stops, customerId: randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => fleet.call(fleet.dispatcher, 'POST', '/v1/deliveries', body, headers)),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    const { items } = await fleet.call(
      fleet.dispatcher,
      'GET',
      `/v1/deliveries?customerId=${body.customerId}`,
    );
    expect(items).toHaveLength(1);
  });
});

describe('reading', () => {
  test('each sees their own: customer, company, driver, office', async () => {
    const [partyId, companyId] = [randomUUID(), randomUUID()];
    const own = await fleet.order({ customerId: partyId, proofRules: ['code'] });
    const company = await fleet.order({ customerId: companyId });
    const foreign = await fleet.order();
    const token = await fleet.server.tokenFor('customer', { partyId, companyIds: [companyId] });
    const ids = (answer: any) => answer.items.map(({ id }: { id: string }) => id);
    expect(ids(await fleet.expect(200, token, 'GET', '/v1/deliveries'))).toEqual([company.id, own.id]);
    await fleet.expect(404, token, 'GET', `/v1/deliveries/${foreign.id}`);
    await fleet.expect(404, token, 'GET', `/v1/deliveries/${foreign.id}/events`);
    await fleet.expect(404, token, 'GET', `/v1/deliveries/${foreign.id}/proofs`);
    await fleet.expect(401, undefined, 'GET', `/v1/deliveries/${own.id}`);
    const details = await fleet.expect(200, token, 'GET', `/v1/deliveries/${own.id}`);
    expect(details).toMatchObject({ proofCode: expect.stringMatching(/^\d{6}$/), assignment: null });
    expect(details.allowedActions).toEqual(['cancel']);

    const driver = await fleet.driver();
    await fleet.act(fleet.dispatcher, own.id, 'assignDriver', { driverId: driver.id });
    expect(ids(await fleet.expect(200, driver.token, 'GET', '/v1/deliveries'))).toEqual([own.id]);
    const seen = await fleet.expect(200, driver.token, 'GET', `/v1/deliveries/${own.id}`);
    expect(seen).toMatchObject({ proofCode: null, assignment: null });
    expect(seen.allowedActions).toEqual(['acceptDelivery', 'declineDelivery']);
    expect((await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${own.id}`)).assignment).toMatchObject({
      chosen: driver.id,
      by: 'hand',
    });
  });

  test('every filter, and paging to the end without gap or repetition', async () => {
    const customerId = randomUUID();
    const far = { lat: -33.9, lng: 151.2, city: 'Sydney' };
    const made: any[] = [];
    for (let index = 0; index < 7; index++)
      made.push(
        await fleet.order({
          customerId,
          reference: `F-${index}`,
          draft: index === 0,
          ...(index === 1 && { dropoff: { ...far, name: 'Zaphod Beeblebrox' } }),
          ...(index === 2 && { windowTo: '2020-01-01T00:00:00Z' }),
        }),
      );
    const find = async (query: string) =>
      (
        await fleet.expect(200, fleet.dispatcher, 'GET', `/v1/deliveries?customerId=${customerId}&${query}`)
      ).items.map(({ reference }: { reference: string }) => reference);
    expect(await find('state=draft')).toEqual(['F-0']);
    expect(await find('state=draft,cancelled')).toEqual(['F-0']);
    expect(await find('state=ready')).toHaveLength(6);
    expect(await find('reference=F-3')).toEqual(['F-3']);
    expect(await find('q=beeblebrox')).toEqual(['F-1']);
    expect(await find('q=100%25')).toEqual([]);
    // Two letters are looked for where words begin, at the very beginning as well.
    expect(await find('q=za')).toEqual(['F-1']);
    expect(await find('q=ee')).toEqual([]);
    expect(await find('q=f-')).toHaveLength(7);
    expect(await find('q=za&state=draft,ready')).toEqual(['F-1']);
    expect(await find('q=za&exception=false')).toEqual(['F-1']);
    // Several states are one list in one order.
    expect(await find('state=ready,draft,cancelled')).toEqual(
      made.map(({ reference }) => reference).reverse(),
    );
    expect(await find('state=ready,draft&limit=3')).toEqual(['F-6', 'F-5', 'F-4']);
    expect(await find('state=ready,ready&limit=2')).toEqual(['F-6', 'F-5']);
    expect(await find('bbox=151,-34,152,-33')).toEqual(['F-1']);
    expect(await find('bbox=170,-34,152,-33')).toEqual(['F-1']);
    expect(await find('windowBefore=2021-01-01T00:00:00Z')).toEqual(['F-2']);
    expect(await find('exception=true')).toEqual([]);
    expect(await find('exception=false')).toHaveLength(7);
    expect(await find(`driverId=${randomUUID()}`)).toEqual([]);

    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await fleet.expect(
        200,
        fleet.dispatcher,
        'GET',
        `/v1/deliveries?customerId=${customerId}&limit=3${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor ?? '';
    } while (cursor);
    expect(seen).toEqual(made.map(({ id }) => id).reverse());
    // From the other end: every way of reading goes there too, and a cursor may be taken into either order.
    expect(await find('order=oldest&limit=2')).toEqual(['F-0', 'F-1']);
    expect(await find('order=oldest&state=ready,draft&limit=2')).toEqual(['F-0', 'F-1']);
    expect(await find('order=oldest&q=f-&limit=3')).toEqual(['F-0', 'F-1', 'F-2']);
    const at = async (query: string) =>
      (
        await fleet.expect(
          200,
          fleet.dispatcher,
          'GET',
          `/v1/deliveries?customerId=${customerId}&limit=2${query}`,
        )
      ).nextCursor;
    const middle = await at(`&order=oldest&cursor=${await at('&order=oldest')}`);
    expect(await find(`order=oldest&cursor=${middle}`)).toEqual(['F-4', 'F-5', 'F-6']);
    expect(await find(`order=newest&cursor=${middle}`)).toEqual(['F-2', 'F-1', 'F-0']);
    await fleet.expect(400, fleet.dispatcher, 'GET', '/v1/deliveries?order=middle');
    for (const query of ['state=unknown', 'limit=0', 'limit=201', 'bbox=1,2,3', 'surprise=1', 'cursor=x'])
      await fleet.expect(400, fleet.dispatcher, 'GET', `/v1/deliveries?${query}`);
  });
});

describe('changing', () => {
  test('only the version that was seen, with what it was before in the history', async () => {
    const made = await fleet.order({ notes: 'Ring twice' });
    const path = `/v1/deliveries/${made.id}`;
    const changed = await fleet.expect(
      200,
      fleet.dispatcher,
      'PATCH',
      path,
      { notes: 'Knock' },
      { 'if-match': '"v1"' },
    );
    expect(changed).toMatchObject({ version: 2, notes: 'Knock' });
    expect(
      await fleet.expect(412, fleet.dispatcher, 'PATCH', path, { notes: 'Shout' }, { 'if-match': '"v1"' }),
    ).toMatchObject({ code: 'precondition_failed', version: 2 });
    const unchanged = await fleet.server.request('GET', path, {
      token: fleet.dispatcher,
      headers: { 'if-none-match': '"v2"' },
    });
    expect(unchanged.status).toBe(304);
    const events = await fleet.server.eventsOf('delivery', made.id);
    expect(events.at(-1)).toMatchObject({
      name: 'deliveries.deliveryChanged',
      sequence: 2,
      payload: { before: { notes: 'Ring twice' }, after: { notes: 'Knock' } },
    });
  });

  test('two changes of the same version: one wins', async () => {
    const made = await fleet.order();
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((notes) =>
        fleet.call(fleet.dispatcher, 'PATCH', `/v1/deliveries/${made.id}`, { notes }, { 'if-match': '"v1"' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  test('what is too late is refused, field by field', async () => {
    const { delivery, driver } = await fleet.inState('picked_up');
    const path = `/v1/deliveries/${delivery.id}`;
    expect(await fleet.expect(409, fleet.dispatcher, 'PATCH', path, { dropoff: vaduz })).toMatchObject({
      code: 'no_longer_editable',
      errors: [{ field: 'dropoff' }],
    });
    await fleet.expect(200, fleet.dispatcher, 'PATCH', path, { notes: 'Late, but fine' });
    await fleet.expect(403, driver.token, 'PATCH', path, { notes: 'x' });
    const stranger = await fleet.server.tokenFor('customer');
    await fleet.expect(404, stranger, 'PATCH', path, { notes: 'x' });
  });

  test('a code asked for later is made then; a reference stays unique; windows stay in order', async () => {
    const customerId = randomUUID();
    await fleet.order({ customerId, reference: 'TAKEN' });
    const made = await fleet.order({ customerId, windowFrom: '2026-05-01T10:00:00Z' });
    const path = `/v1/deliveries/${made.id}`;
    await fleet.expect(200, fleet.dispatcher, 'PATCH', path, { proofRules: ['code'] });
    expect((await fleet.call(fleet.dispatcher, 'GET', path)).proofCode).toMatch(/^\d{6}$/);
    expect(await fleet.expect(409, fleet.dispatcher, 'PATCH', path, { reference: 'TAKEN' })).toMatchObject({
      code: 'reference_taken',
    });
    await fleet.expect(400, fleet.dispatcher, 'PATCH', path, { windowTo: '2026-05-01T09:00:00Z' });
    await fleet.expect(200, fleet.dispatcher, 'PATCH', path, {
      windowFrom: null,
      windowTo: '2026-05-01T09:00:00Z',
    });
  });
});
