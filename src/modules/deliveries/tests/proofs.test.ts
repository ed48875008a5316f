import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFleet, type Fleet } from './fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const names = async (id: string) =>
  (await fleet.server.eventsOf('delivery', id)).map(({ name }) => name.replace('deliveries.', ''));

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
    const [kept] = await fleet.server.database.sql`
      select proof_code from deliveries.deliveries where id = ${delivery.id}`;
    expect(kept!.proofCode).toMatch(/^v1\.[^.]+\./);
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
