import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { requireVehicle } from '../api.ts';

const server = await startTestServer();
afterAll(() => server.stop());
const { request, tokenFor } = server;
const office = await tokenFor('dispatcher');

const post = (body: object, token = office) =>
  request('POST', '/v1/vehicles', { token, body: { name: 'Van', kind: 'van', ...body } });
const act = (id: string, action: string, token = office) =>
  request('POST', `/v1/vehicles/${id}/actions/${action}`, { token, body: {} });
const namesOf = async (query: string, token = office): Promise<string[]> =>
  (await request('GET', `/v1/vehicles?${query}`, { token })).json.items.map(
    ({ name }: { name: string }) => name,
  );

test('a vehicle has what is usual for its kind, a home and a calendar from the start', async () => {
  const home = await request('POST', '/v1/places', {
    token: office,
    body: { lat: 47.1, lng: 9.5, street: 'Depot' },
  });
  const { status, json } = await post({ homePlaceId: home.json.id, features: ['cooled'] });
  expect(status).toBe(201);
  expect(json).toMatchObject({
    state: 'active',
    capacityGrams: 900_000,
    capacityCubicMeters: 7,
    partyId: null,
  });
  const slots = `/v1/calendars/vehicle/${json.id}/slots?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z`;
  expect((await request('GET', slots, { token: office })).json.items).toEqual([]);
  expect((await post({ homePlaceId: randomUUID() })).json.errors).toEqual([
    { field: 'homePlaceId', reason: 'names no place' },
  ]);
  expect((await post({ kind: 'foot' })).status).toBe(400);
});

test('a guest, a wrong role and a wrong party get nothing; a carrier their own', async () => {
  const company = (
    await request('POST', '/v1/parties', { token: office, body: { kind: 'company', name: 'Spedition' } })
  ).json;
  const carrier = await tokenFor('carrier', { companyIds: [company.id] });
  const { id } = (await post({ name: 'Theirs', partyId: company.id }, carrier)).json;
  const ours = (await post({ name: 'Ours' })).json;
  const answers = await Promise.all([
    request('GET', `/v1/vehicles/${id}`),
    request('GET', `/v1/vehicles/${id}`, { token: await tokenFor('carrier') }),
    request('GET', `/v1/vehicles/${id}`, { token: await tokenFor('customer') }),
    request('GET', `/v1/vehicles/${ours.id}`, { token: carrier }),
    act(ours.id, 'retire', carrier),
    act(id, 'retire', await tokenFor('driver')),
    post({ partyId: company.id }, await tokenFor('carrier')),
    request('PATCH', `/v1/vehicles/${id}`, { token: carrier, body: { name: 'Their van' } }),
    request('GET', `/v1/vehicles/${id}`, { token: await tokenFor('driver') }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 403, 404, 404, 403, 403, 200, 200]);
  expect(await namesOf('', carrier)).toEqual(['Their van']);
});

test('maintenance and retirement follow the lifecycle, each told once', async () => {
  const { id } = (await post({ name: 'Old', plate: 'FL 123' })).json;
  expect((await act(id, 'endMaintenance')).json.code).toBe('illegal_transition');
  expect((await act(id, 'startMaintenance')).json).toMatchObject({ state: 'maintenance', version: 2 });
  expect((await act(id, 'endMaintenance')).json.state).toBe('active');
  const raced = await Promise.all(Array.from({ length: 6 }, () => act(id, 'retire')));
  expect(raced.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  const changed = await request('PATCH', `/v1/vehicles/${id}`, { token: office, body: { name: 'X' } });
  expect(changed.json.code).toBe('vehicle_retired');
  await expect(requireVehicle(server.ctx.db.sql, id)).rejects.toMatchObject({ code: 'vehicle_retired' });
  const events = await server.eventsOf('vehicle', id);
  expect(events.map(({ name, toState }) => [name.split('.')[1], toState])).toEqual([
    ['vehicleAdded', 'active'],
    ['maintenanceStarted', 'maintenance'],
    ['maintenanceEnded', 'active'],
    ['vehicleRetired', 'retired'],
  ]);
});

test('one plate, one vehicle, however it is written, until that one is retired', async () => {
  const first = (await post({ plate: 'ZH 77-1' })).json;
  const again = await post({ plate: 'zh771' });
  expect([again.status, again.json.code]).toEqual([409, 'vehicle_exists']);
  const other = (await post({})).json;
  const patch = () =>
    request('PATCH', `/v1/vehicles/${other.id}`, { token: office, body: { plate: 'ZH771' } });
  expect((await patch()).json.code).toBe('vehicle_exists');
  await act(first.id, 'retire');
  expect((await patch()).json).toMatchObject({ plate: 'ZH771', version: 2 });
});

test('changes keep to the version that was read', async () => {
  const { id } = (await post({ name: 'Versioned' })).json;
  const patch = (body: object, tag: string) =>
    request('PATCH', `/v1/vehicles/${id}`, { token: office, body, headers: { 'if-match': tag } });
  expect((await patch({ features: ['tail_lift'] }, '"v1"')).json).toMatchObject({
    version: 2,
    features: ['tail_lift'],
  });
  expect((await patch({ name: 'Late' }, '"v1"')).status).toBe(412);
  expect((await patch({ features: ['tail_lift'] }, '"v2"')).json.version).toBe(2);
});

test('listed by state, kind, features, home and words, in pages', async () => {
  for (const n of [1, 2, 3])
    await post({ name: `Kühlwagen ${n}`, kind: 'truck', features: ['cooled', `n${n}`] });
  expect(await namesOf('kind=truck&state=active')).toHaveLength(3);
  expect(await namesOf('features=cooled,n2')).toEqual(['Kühlwagen 2']);
  expect(await namesOf('q=kühlwag')).toHaveLength(3);
  expect(await namesOf(`homePlaceId=${randomUUID()}`)).toEqual([]);
  const first = await request('GET', '/v1/vehicles?kind=truck&limit=2', { token: office });
  const second = await namesOf(`kind=truck&limit=2&cursor=${first.json.nextCursor}`);
  expect(second).toEqual(['Kühlwagen 3']);
});
