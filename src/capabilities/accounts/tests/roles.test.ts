import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { logIn, type TestUser } from './role-users.ts';

let server: TestServer;
let admin: TestUser;
beforeAll(async () => {
  server = await startTestServer();
  admin = await logIn(server, ['admin']);
});
afterAll(() => server.stop());

const as = (user: { token: string }) => ({
  get: (path: string) => server.request('GET', path, { token: user.token }),
  send: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    server.request(method, path, { token: user.token, ...(body !== undefined && { body }), headers }),
});
const grant = (user: TestUser, body: object, by: TestUser = admin, headers = {}) =>
  as(by).send('PUT', `/v1/users/${user.id}/grants`, body, headers);
let made = 0;
const newRole = async (permissions: Record<string, string>, by: TestUser = admin) => {
  const name = `role-${++made}`;
  const answer = await as(by).send('POST', '/v1/roles', { name, title: name, permissions });
  return { ...answer, name };
};

describe('roles', () => {
  test('the default ones are there with what the modules declare', async () => {
    const { json } = await as(admin).get('/v1/roles');
    expect(json.items.map(({ name }: { name: string }) => name)).toEqual([
      'admin',
      'carrier',
      'customer',
      'dispatcher',
      'driver',
      'host',
      'support',
    ]);
    const driver = json.items.find(({ name }: { name: string }) => name === 'driver');
    expect(driver).toMatchObject({ isDefault: true, changed: [], permissions: { 'delivery:read': 'own' } });
    expect(driver.permissions['delivery:assign']).toBeUndefined();
    const { json: catalogue } = await as(admin).get('/v1/permissions');
    const read = catalogue.items.find(({ permission }: any) => permission === 'delivery:read');
    expect(read.roles).toMatchObject({ driver: 'own', customer: 'party', admin: 'all' });
  });

  test('one is made, changed by version, and heard of', async () => {
    const role = await newRole({ 'delivery:read': 'party' });
    expect([role.status, role.json.permissions]).toEqual([201, { 'delivery:read': 'party' }]);
    const path = `/v1/roles/${role.json.id}`;
    const patch = { permissions: { 'delivery:read': 'all', 'driver:read': 'region' }, title: 'Wider' };
    const changed = await as(admin).send('PATCH', path, patch, { 'if-match': '"v1"' });
    expect(changed.json).toMatchObject({ version: 2, ...patch });
    expect((await as(admin).send('PATCH', path, patch, { 'if-match': '"v1"' })).status).toBe(412);
    const events = await server.eventsOf('role', role.json.id);
    expect(events.map(({ name }) => name)).toEqual(['accounts.roleCreated', 'accounts.roleChanged']);
    expect((await newRole({})).status).toBe(201);
    const twice = await as(admin).send('POST', '/v1/roles', { name: role.name, title: 'x', permissions: {} });
    expect([twice.status, twice.json.code]).toEqual([409, 'role_exists']);
    const unknown = await newRole({ 'moon:land': 'all' });
    expect([unknown.status, unknown.json.errors[0].field]).toEqual([400, 'permissions.moon:land']);
    const blind = await newRole({ 'zone:read': 'own', 'driver:manage': 'region' });
    expect(blind.json.errors).toEqual([
      { field: 'permissions.zone:read', reason: 'reaches all' },
      { field: 'permissions.driver:manage', reason: 'reaches all' },
    ]);
  });

  test('a default role is changed here, and only what differs is kept of it', async () => {
    const { json } = await as(admin).get('/v1/roles');
    const host = json.items.find(({ name }: any) => name === 'host');
    const user = await logIn(server, ['host']);
    expect((await as(user).get('/v1/vehicles')).status).toBe(200);
    const { 'vehicle:read': _, ...less } = host.permissions;
    const path = `/v1/roles/${host.id}`;
    const changed = await as(admin).send('PATCH', path, { permissions: { ...less, 'zone:read': 'all' } });
    expect(changed.json.changed).toEqual(['vehicle:read', 'zone:read']);
    expect((await as(user).get('/v1/vehicles')).status).toBe(403);
    expect((await as(user).get('/v1/delivery-zones')).status).toBe(200);
    const back = await as(admin).send('PATCH', path, { permissions: host.permissions });
    expect(back.json.changed).toEqual([]);
    expect((await as(user).get('/v1/vehicles')).status).toBe(200);
  });

  test('admin stays whole, and what came with the program stays', async () => {
    const { json } = await as(admin).get('/v1/roles');
    const [adminRole] = json.items;
    const less = await as(admin).send('PATCH', `/v1/roles/${adminRole.id}`, { permissions: {} });
    expect([less.status, less.json.code]).toEqual([409, 'role_fixed']);
    const gone = await as(admin).send('DELETE', `/v1/roles/${adminRole.id}`);
    expect([gone.status, gone.json.code]).toEqual([409, 'role_fixed']);
  });

  test('one in use is deleted only when its users get another', async () => {
    const [role, other] = [await newRole({ 'zone:read': 'all' }), await newRole({ 'rate:read': 'all' })];
    const user = await logIn(server, [role.name]);
    const path = `/v1/roles/${role.json.id}`;
    const refused = await as(admin).send('DELETE', path);
    expect([refused.status, refused.json.code, refused.json.holders]).toEqual([409, 'role_in_use', 1]);
    expect((await as(admin).send('DELETE', `${path}?replaceWith=${role.name}`)).status).toBe(400);
    expect((await as(admin).send('DELETE', `${path}?replaceWith=${other.name}`)).status).toBe(204);
    expect((await as(admin).get(path)).status).toBe(404);
    expect((await as(user).get('/v1/delivery-zones')).status).toBe(403);
    expect((await as(user).get('/v1/delivery-rates')).status).toBe(200);
    expect((await as(admin).send('DELETE', `/v1/roles/${randomUUID()}`)).status).toBe(404);
  });
});

describe('grants', () => {
  test('they hold with the next request, and their reach with them', async () => {
    const user = await logIn(server, []);
    const company = randomUUID();
    const customer = await logIn(server, ['customer'], { companyIds: [company] });
    const body = { pickup: { lat: 47.1, lng: 9.5 }, dropoff: { lat: 47.2, lng: 9.5 }, customerId: company };
    const delivery = await as(customer).send('POST', '/v1/deliveries', body);
    expect((await as(user).get(`/v1/deliveries/${delivery.json.id}`)).status).toBe(403);
    const granted = await grant(user, { roles: ['customer'] });
    expect(granted.json).toMatchObject({ version: 2, roles: [{ name: 'customer', grantedBy: admin.id }] });
    expect((await as(user).get(`/v1/deliveries/${delivery.json.id}`)).status).toBe(404);
    await grant(user, { roles: ['customer'], companyIds: [company] });
    expect((await as(user).get(`/v1/deliveries/${delivery.json.id}`)).status).toBe(200);
    await grant(user, { roles: [] });
    expect((await as(user).get(`/v1/deliveries/${delivery.json.id}`)).status).toBe(403);
    const events = await server.eventsOf('user_grants', user.id);
    expect(events.map(({ payload }) => [payload.granted, payload.withdrawn])).toEqual([
      [['customer'], []],
      [[], []],
      [[], ['customer']],
    ]);
  });

  test('only as they were read, only of roles that exist, only to users that exist', async () => {
    const user = await logIn(server, []);
    expect((await grant(user, { roles: [] }, admin, { 'if-match': '"v7"' })).status).toBe(412);
    const unknown = await grant(user, { roles: ['king'] });
    expect([unknown.status, unknown.json.errors[0].field]).toEqual([400, 'roles']);
    const nobody = await as(admin).send('PUT', `/v1/users/${randomUUID()}/grants`, { roles: [] });
    expect(nobody.status).toBe(404);
  });

  test('nobody gives or takes more than they hold', async () => {
    const lead = await newRole({
      'grant:write': 'all',
      'grant:read': 'all',
      'role:write': 'all',
      'role:read': 'all',
      'delivery:read': 'party',
      'zone:read': 'all',
    });
    const company = randomUUID();
    const leader = await logIn(server, [lead.name], { companyIds: [company] });
    const user = await logIn(server, ['customer']);
    const tooMuch = await grant(user, { roles: ['customer', 'admin'] }, leader);
    expect([tooMuch.status, tooMuch.json.code]).toEqual([403, 'beyond_own_rights']);
    expect(tooMuch.json.permissions).toContain('user:write');
    expect((await grant(user, { roles: [] }, leader)).json.code).toBe('beyond_own_rights');
    expect((await newRole({ 'delivery:read': 'all' }, leader)).json.code).toBe('beyond_own_rights');
    expect((await newRole({ 'delivery:assign': 'own' }, leader)).json.code).toBe('beyond_own_rights');
    const less = await newRole({ 'delivery:read': 'party', 'zone:read': 'all' }, leader);
    expect(less.status).toBe(201);
    const plain = await logIn(server, []);
    const elsewhere = { roles: [less.name], companyIds: [randomUUID()] };
    expect((await grant(plain, elsewhere, leader)).json.code).toBe('beyond_own_rights');
    expect((await grant(plain, { roles: [less.name], companyIds: [company] }, leader)).status).toBe(200);
    const wider = { permissions: { 'delivery:read': 'all' } };
    const widened = await as(leader).send('PATCH', `/v1/roles/${less.json.id}`, wider);
    expect(widened.json.code).toBe('beyond_own_rights');
    const above = await newRole({ 'delivery:assign': 'all' });
    const emptied = await as(leader).send('PATCH', `/v1/roles/${above.json.id}`, { permissions: {} });
    expect(emptied.json.code).toBe('beyond_own_rights');
  });

  test('whoever may not read all sees their own alone', async () => {
    const [one, other] = [await logIn(server, ['customer']), await logIn(server, ['customer'])];
    expect((await as(one).get(`/v1/users/${one.id}/grants`)).json.roles[0].name).toBe('customer');
    expect((await as(one).get(`/v1/users/${other.id}/grants`)).status).toBe(404);
    expect((await grant(one, { roles: [] }, one)).status).toBe(403);
  });
});

describe('why', () => {
  const why = (user: TestUser, query: string) => as(user).get(`/v1/access/explanation?${query}`);

  test('role, permission and scope are named, and whether a record is among them', async () => {
    const company = randomUUID();
    const customer = await logIn(server, ['customer'], { companyIds: [company] });
    const body = { pickup: { lat: 47.1, lng: 9.5 }, dropoff: { lat: 47.2, lng: 9.5 } };
    const own = await as(customer).send('POST', '/v1/deliveries', { ...body, customerId: company });
    const foreign = await as(admin).send('POST', '/v1/deliveries', body);
    const about = (id: string) =>
      `userId=${customer.id}&permission=delivery:read&entity=delivery&entityId=${id}`;
    const yes = await why(admin, about(own.json.id));
    expect(yes.json).toMatchObject({
      allowed: true,
      scope: 'party',
      because: [{ role: 'customer', scope: 'party', source: 'declared' }],
      companyIds: [company],
      entity: { reached: true },
    });
    expect(yes.json.sentence).toContain(
      'the role customer gives delivery:read for themselves and one company',
    );
    const no = await why(admin, about(foreign.json.id));
    expect([no.json.allowed, no.json.entity.reached]).toEqual([false, false]);
    const never = await why(admin, `userId=${customer.id}&permission=delivery:assign`);
    expect(never.json).toMatchObject({ allowed: false, scope: null, because: [] });
    expect(never.json.sentence).toContain('none of their roles (customer)');
  });

  test('of oneself everyone may ask, of others not, and of no record that one may not see', async () => {
    const [customer, other] = [await logIn(server, ['customer']), await logIn(server, ['customer'])];
    expect((await why(customer, 'permission=delivery:read')).json.scope).toBe('party');
    expect((await why(customer, `permission=delivery:read&userId=${other.id}`)).status).toBe(404);
    const body = { pickup: { lat: 47.1, lng: 9.5 }, dropoff: { lat: 47.2, lng: 9.5 } };
    const foreign = await as(admin).send('POST', '/v1/deliveries', body);
    const peek = `permission=delivery:read&entity=delivery&entityId=${foreign.json.id}`;
    expect((await why(customer, peek)).status).toBe(404);
    expect((await why(admin, 'permission=moon:land')).status).toBe(404);
    const what = await why(admin, `permission=delivery:read&entity=dream&entityId=${randomUUID()}`);
    expect(what.status).toBe(404);
  });

  test('the matrix says the same as the roles', async () => {
    const { json } = await as(admin).get('/v1/access/matrix');
    const row = json.permissions.find(({ permission }: any) => permission === 'delivery:read');
    expect(row.scopes).toMatchObject({ driver: 'own', customer: 'party', admin: 'all' });
    expect(json.roles.find(({ name }: any) => name === 'admin').holders).toBeGreaterThan(0);
  });
});
