import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { startTestServer } from '../../../roles/testing.ts';
import { systemActor } from '../../../platform/auth/actor.ts';
import { createParty as createInside, getParty, requireParty } from '../api.ts';

const server = await startTestServer();
afterAll(() => server.stop());
const { request, tokenFor } = server;
const office = await tokenFor('dispatcher');

const create = async (body: object) => (await request('POST', '/v1/parties', { token: office, body })).json;
const namesOf = (answer: { json: { items: { name: string }[] } }) =>
  answer.json.items.map(({ name }) => name);

test('a guest, a wrong role and a wrong party get nothing', async () => {
  const { id } = await create({ kind: 'person', name: 'Nora Beck' });
  const stranger = await tokenFor('customer');
  const answers = await Promise.all([
    request('GET', `/v1/parties/${id}`),
    request('GET', `/v1/parties/${id}`, { token: stranger }),
    request('PATCH', `/v1/parties/${id}`, { token: stranger, body: { name: 'X' } }),
    request('POST', '/v1/parties', { token: stranger, body: { kind: 'person', name: 'X' } }),
    request('POST', `/v1/parties/${id}/actions/archive`, {
      token: await tokenFor('customer', { partyId: id }),
    }),
    request('PATCH', `/v1/parties/${id}`, { token: await tokenFor('support'), body: { name: 'X' } }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 404, 403, 403, 403]);
  expect(namesOf(await request('GET', '/v1/parties', { token: stranger }))).toEqual([]);
});

test('a person sees themselves, a colleague through the company, and never the notes of the office', async () => {
  const company = await create({ kind: 'company', name: 'Alpen Logistik' });
  const [one, two] = [
    await create({ kind: 'person', name: 'One', notes: 'pays late' }),
    await create({ kind: 'person', name: 'Two' }),
  ];
  for (const person of [one, two])
    expect(
      (await request('PUT', `/v1/parties/${company.id}/members/${person.id}`, { token: office, body: {} }))
        .status,
    ).toBe(200);
  const token = await tokenFor('customer', { partyId: one.id, companyIds: [company.id] });
  expect(namesOf(await request('GET', '/v1/parties', { token }))).toEqual(['Alpen Logistik', 'One', 'Two']);
  expect((await request('GET', `/v1/parties/${one.id}`, { token })).json.notes).toBeNull();
  const own = await request('PATCH', `/v1/parties/${one.id}`, {
    token,
    body: { phone: '+423 1', notes: 'nice' },
  });
  expect(own.json).toMatchObject({ phone: '+423 1', version: 2, notes: null });
  expect((await request('GET', `/v1/parties/${one.id}`, { token: office })).json.notes).toBe('pays late');
  expect((await request('PATCH', `/v1/parties/${two.id}`, { token, body: { phone: '1' } })).status).toBe(404);
});

test('one is the operator; whoever may not change all parties cannot say so', async () => {
  const first = await create({ kind: 'company', name: 'Old Name', operator: true });
  const second = await create({ kind: 'company', name: 'New Name' });
  expect([first.operator, second.operator]).toEqual([true, false]);
  const own = await request('PATCH', `/v1/parties/${second.id}`, {
    token: await tokenFor('customer', { partyId: second.id }),
    body: { operator: true, phone: '+423 2' },
  });
  expect(own.json).toMatchObject({ operator: false, phone: '+423 2' });
  await request('PATCH', `/v1/parties/${second.id}`, { token: office, body: { operator: true } });
  const list = await request('GET', '/v1/parties?operator=true', { token: office });
  expect(namesOf(list)).toEqual(['New Name']);
  const before = await request('GET', `/v1/parties/${first.id}`, { token: office });
  expect(before.json).toMatchObject({ operator: false, version: 2 });
});

test('many who say so at once leave one operator', async () => {
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, n) => create({ kind: 'company', name: `Racer ${n}`, operator: true })),
  );
  expect(made.every(({ operator }) => operator)).toBe(true);
  const list = await request('GET', '/v1/parties?operator=true', { token: office });
  expect(namesOf(list)).toHaveLength(1);
});

test('members: only people, only in companies; each change is told once', async () => {
  const company = await create({ kind: 'company', name: 'C' });
  const person = await create({ kind: 'person', name: 'P' });
  const put = (companyId: string, personId: string, body: object = {}) =>
    request('PUT', `/v1/parties/${companyId}/members/${personId}`, { token: office, body });
  expect((await put(company.id, company.id)).json.code).toBe('party_kind_wrong');
  expect((await put(person.id, person.id)).json.code).toBe('party_kind_wrong');
  expect((await put(company.id, randomUUID())).status).toBe(404);
  await put(company.id, person.id, { title: 'Buyer' });
  expect((await put(company.id, person.id, { title: 'Head' })).json.title).toBe('Head');
  const listed = await request('GET', `/v1/parties/${company.id}/members`, { token: office });
  expect(listed.json.items).toMatchObject([{ personId: person.id, name: 'P', title: 'Head' }]);
  for (let i = 0; i < 2; i++)
    expect(
      (await request('DELETE', `/v1/parties/${company.id}/members/${person.id}`, { token: office })).status,
    ).toBe(204);
  const events = await server.eventsOf('party', company.id);
  expect(events.map(({ name, sequence }) => [name, sequence])).toEqual([
    ['parties.partyCreated', 1],
    ['parties.memberAdded', 2],
    ['parties.memberRemoved', 3],
  ]);
});

test('changes keep to the version that was read, and tell what changed but not its content', async () => {
  const created = await request('POST', '/v1/parties', {
    token: office,
    body: { kind: 'person', name: 'Ida' },
  });
  const { id } = created.json;
  const etag = created.headers.get('etag')!;
  const patch = (body: object, headers = {}) =>
    request('PATCH', `/v1/parties/${id}`, { token: office, body, headers });
  const changed = await patch({ email: 'ida@example.org' }, { 'if-match': etag });
  expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"v2"']);
  expect((await patch({ name: 'Late' }, { 'if-match': etag })).status).toBe(412);
  expect((await patch({ email: 'ida@example.org' })).json.version).toBe(2);
  expect((await patch({ email: null })).json).toMatchObject({ email: null, version: 3 });
  expect((await patch({ surprise: 1 })).json.errors).toEqual([
    { field: 'surprise', reason: 'is not a known field' },
  ]);
  const raced = await Promise.all(
    Array.from({ length: 8 }, (_, n) => patch({ name: `N${n}` }, { 'if-match': '"v3"' })),
  );
  expect(raced.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
  const events = await server.eventsOf('party', id);
  expect(events.map(({ payload }) => payload)).toEqual([
    { kind: 'person' },
    { changed: ['email'] },
    { changed: ['email'] },
    { changed: ['name'] },
  ]);
});

test('an archived party is hidden, unchangeable and takes no new work', async () => {
  const { id } = await create({ kind: 'company', name: 'Gone AG' });
  const archive = () => request('POST', `/v1/parties/${id}/actions/archive`, { token: office });
  expect((await archive()).json.archivedAt).not.toBeNull();
  expect((await archive()).json.version).toBe(2);
  expect(
    (await request('PATCH', `/v1/parties/${id}`, { token: office, body: { name: 'Y' } })).json.code,
  ).toBe('party_archived');
  const list = async (query: string) =>
    namesOf(await request('GET', `/v1/parties?q=gone&${query}`, { token: office }));
  expect([await list(''), await list('archived=true')]).toEqual([[], ['Gone AG']]);
  await expect(requireParty(server.ctx.db.sql, id)).rejects.toMatchObject({ code: 'party_archived' });
});

test('found by parts, by typing mistakes, by two letters, by kind and reference, in pages', async () => {
  for (const name of ['Zwetschge Handels AG', 'Zwieback GmbH', 'Zwölf Apostel'])
    await create({ kind: 'company', name, reference: `ref-${name.slice(0, 4)}` });
  const find = async (query: string) =>
    namesOf(await request('GET', `/v1/parties?${query}`, { token: office }));
  expect(await find('q=tschge')).toEqual(['Zwetschge Handels AG']);
  expect(await find('q=Zwetchge')).toEqual(['Zwetschge Handels AG']);
  expect(await find('q=zw')).toHaveLength(3);
  expect(await find('q=100%25')).toEqual([]);
  expect(await find('reference=ref-Zwie')).toEqual(['Zwieback GmbH']);
  expect(await find('q=zw&kind=person')).toEqual([]);
  const first = await request('GET', '/v1/parties?q=zw&limit=2', { token: office });
  const next = `/v1/parties?q=zw&limit=2&cursor=${first.json.nextCursor}`;
  const second = await request('GET', next, { token: office });
  expect([...namesOf(first), ...namesOf(second)]).toEqual([
    'Zwetschge Handels AG',
    'Zwieback GmbH',
    'Zwölf Apostel',
  ]);
  expect(second.json.nextCursor).toBeNull();
  expect((await request('GET', '/v1/parties?cursor=x', { token: office })).json.code).toBe('invalid_cursor');
});

test('an id or a reference is taken once', async () => {
  const body = { id: randomUUID(), kind: 'person', name: 'A', reference: 'once' };
  expect((await request('POST', '/v1/parties', { token: office, body })).status).toBe(201);
  const again = await request('POST', '/v1/parties', { token: office, body: { ...body, id: randomUUID() } });
  expect([again.status, again.json.code]).toEqual([409, 'party_exists']);
  const other = await create({ kind: 'person', name: 'B' });
  const patched = await request('PATCH', `/v1/parties/${other.id}`, {
    token: office,
    body: { reference: 'once' },
  });
  expect(patched.json.code).toBe('party_exists');
});

test('other rooms add and require parties inside their own transaction', async () => {
  const { db } = server.ctx;
  const made = await db.transaction((tx) =>
    createInside(tx, { kind: 'person', name: 'Inside' }, systemActor('test'), server.ctx),
  );
  expect((await getParty(db.sql, made.id))?.name).toBe('Inside');
  await expect(requireParty(db.sql, made.id, { kind: 'company', field: 'customerId' })).rejects.toMatchObject(
    {
      code: 'party_kind_wrong',
      extras: { errors: [{ field: 'customerId', reason: 'must name a company' }] },
    },
  );
  await expect(requireParty(db.sql, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
});
