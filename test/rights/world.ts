import { randomUUID } from 'node:crypto';
import { logIn } from '../../src/capabilities/accounts/tests/role-users.ts';
import type { TestServer } from '../../src/roles/testing.ts';
import { relations, type Kind, type Relation, type World } from './model.ts';

const inside = { lat: 47.5, lng: 9.5 };
const outside = { lat: 40.5, lng: 9.5 };
const hour = 3_600_000;
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

type Maker = (relation: Relation) => Promise<string>;

/** Makes one object of every kind for every relation, through the front door. */
export async function makeWorld(server: TestServer): Promise<World> {
  const me = await logIn(server, []);
  const mine = { userId: me.id, partyId: me.partyId, companyId: randomUUID(), regionId: randomUUID() };
  const others = { partyId: randomUUID(), companyId: randomUUID() };
  const office = await server.tokenFor('admin', { userId: randomUUID(), partyId: others.partyId });
  const self = await server.tokenFor('admin', { userId: mine.userId, partyId: mine.partyId });
  const call = async (token: string, method: string, path: string, body?: unknown, headers = {}) => {
    const answer = await server.request(method, path, {
      token,
      ...(body !== undefined && { body }),
      headers,
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.json;
  };
  const post = async (path: string, body: unknown): Promise<string> =>
    (await call(office, 'POST', path, body)).id;
  const owner = (relation: Relation): string =>
    relation === 'own' ? mine.partyId : relation === 'party' ? mine.companyId : others.partyId;
  const colleague = randomUUID();
  const person = (relation: Relation): string =>
    relation === 'own' ? mine.partyId : relation === 'party' ? colleague : randomUUID();
  const at = (relation: Relation) => (relation === 'region' ? inside : outside);
  const as = (relation: Relation): string => (relation === 'own' ? self : office);

  for (const [id, kind] of [
    [mine.partyId, 'person'],
    [mine.companyId, 'company'],
    [others.partyId, 'person'],
    [colleague, 'person'],
  ] as const)
    await post('/v1/parties', { id, kind, name: kind });
  await call(office, 'PUT', `/v1/parties/${mine.companyId}/members/${colleague}`, {});
  await post('/v1/regions', {
    id: mine.regionId,
    name: 'mine',
    circle: { center: inside, radiusMeters: 9000 },
  });

  const made = new Map<string, string>();
  let slots = 0;
  const makers: Record<Kind, Maker> = {
    delivery: (relation) =>
      post('/v1/deliveries', {
        customerId: owner(relation),
        pickup: outside,
        dropoff: at(relation),
        assignmentMode: 'manual',
      }),
    async driver(relation) {
      const id = made.has('driver own') && relation === 'own' ? randomUUID() : person(relation);
      return post('/v1/drivers', {
        id,
        name: relation,
        ...(relation === 'region' && { regionId: mine.regionId }),
      });
    },
    shift: async (relation) => {
      const from = Date.now() + ++slots * 24 * hour;
      return post('/v1/shifts', {
        driverId: made.get(`driver ${relation}`),
        plannedFrom: new Date(from).toISOString(),
        plannedTo: new Date(from + hour).toISOString(),
      });
    },
    party: async (relation) => owner(relation),
    place: (relation) => post('/v1/places', { partyId: owner(relation), ...at(relation), name: relation }),
    vehicle: (relation) => post('/v1/vehicles', { partyId: owner(relation), name: relation, kind: 'van' }),
    async slot(relation) {
      const from = Date.now() + ++slots * 24 * hour;
      const calendar =
        relation === 'own'
          ? `driver/${made.get('driver own')}`
          : `vehicle/${made.get(`vehicle ${relation}`)}`;
      return post(`/v1/calendars/${calendar}/slots`, {
        kind: 'blocked',
        from: new Date(from).toISOString(),
        to: new Date(from + hour).toISOString(),
      });
    },
    async device(relation) {
      const id = randomUUID();
      await call(office, 'PUT', `/v1/devices/${id}`, {
        kind: 'vehicle',
        ...(relation === 'party' ? { companyId: mine.companyId } : { partyId: owner(relation) }),
        ...(relation === 'region' && { regionId: mine.regionId }),
      });
      return id;
    },
    async upload(relation) {
      const { id } = await call(as(relation), 'POST', '/v1/uploads', {
        contentType: 'image/png',
        sizeBytes: png.length,
      });
      await call(as(relation), 'PATCH', `/v1/uploads/${id}`, png, {
        'content-type': 'application/offset+octet-stream',
        'upload-offset': '0',
      });
      return id;
    },
    quote: (relation) =>
      post('/v1/delivery-quotes', { customerId: owner(relation), pickup: outside, dropoff: inside }),
    async import(relation) {
      const file = 'reference,pickupLat,pickupLng,lat,lng\nx,47,9,47,9\n';
      const path = `/v1/delivery-imports?customerId=${owner(relation)}`;
      return (await call(as(relation), 'POST', path, file, { 'content-type': 'text/csv' })).import.id;
    },
    async key(relation) {
      const token = await server.tokenFor('admin', {
        userId: relation === 'own' ? mine.userId : randomUUID(),
        partyId: owner(relation),
      });
      const companyIds = relation === 'party' ? [mine.companyId] : [];
      return (await call(token, 'POST', '/v1/api-keys', { name: relation, permissions: {}, companyIds })).id;
    },
    async user(relation) {
      if (relation === 'own') return mine.userId;
      const user = await logIn(server, ['driver']);
      if (relation === 'party') {
        await post('/v1/parties', { id: user.partyId, kind: 'person', name: 'colleague' });
        await call(office, 'PUT', `/v1/parties/${mine.companyId}/members/${user.partyId}`, {});
      }
      return user.id;
    },
    async session(relation) {
      const [id, userId] = [randomUUID(), relation === 'own' ? mine.userId : made.get('user foreign')!];
      await server.database.sql`
        insert into accounts.sessions (id, version, user_id, transport, factors, seed, created_at, last_used_at,
          idle_expires_at, expires_at)
        values (${id}, 1, ${userId}, 'body', '{password}', ${Buffer.alloc(32)}, now(), now(),
          now() + interval '1 day', now() + interval '1 day')`;
      return id;
    },
    async notice(relation) {
      const id = randomUUID();
      const partyId = relation === 'own' ? mine.partyId : relation === 'party' ? colleague : null;
      await server.database.sql`
        insert into notifications.notices (id, kind, entity, entity_id, title, party_id, region_id, caused_by, given_at)
        values (${id}, 'deliveries.driverAssigned', 'delivery', ${id}, 'notice', ${partyId},
          ${relation === 'region' ? mine.regionId : null}, 'system:test', now())`;
      return id;
    },
    common: async () => mine.regionId,
  };
  await post('/v1/delivery-rates', {
    name: 'all',
    terms: {
      currency: 'CHF',
      baseMinor: 500,
      perKilometerMinor: 100,
      perKilogramMinor: 0,
      perStopMinor: 0,
      minimumMinor: 0,
      surcharges: [],
      timeZone: 'Europe/Vaduz',
    },
  });
  const make = (kind: Kind, relation: Relation) => makers[kind](relation);
  const objects = {} as World['objects'];
  for (const kind of Object.keys(makers) as Kind[]) {
    objects[kind] = {} as Record<Relation, string>;
    for (const relation of relations) {
      const id = await make(kind, relation);
      made.set(`${kind} ${relation}`, id);
      objects[kind][relation] = id;
    }
  }
  return { mine, others, objects, make, things: {} };
}
