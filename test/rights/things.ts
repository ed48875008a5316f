import { randomUUID } from 'node:crypto';
import type { TestServer } from '../../src/roles/testing.ts';
import { relations, type World } from './model.ts';

const outside = { lat: 40.5, lng: 9.5 };

/** Single objects that belong to the operator, and what hangs on others. */
export async function makeThings(server: TestServer, { objects, things }: World): Promise<void> {
  const token = await server.tokenFor('admin', { userId: randomUUID() });
  const post = async (path: string, body: object) => {
    const answer = await server.request('POST', path, { token, body });
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.text}`);
    return answer.json;
  };
  const area = {
    type: 'Polygon',
    coordinates: [
      [
        [9, 47],
        [9.7, 47],
        [9.7, 47.3],
        [9, 47],
      ],
    ],
  };
  things.zone = (await post('/v1/delivery-zones', { name: 'zone', area })).id;
  const rates = await server.request('GET', '/v1/delivery-rates', { token });
  things.rate = rates.json.items[0].id;
  things.role = (await post('/v1/roles', { name: 'thing', title: 'thing', permissions: {} })).id;
  const shape = { type: 'circle', ...outside, radiusMeters: 9 };
  things.geofence = (await post('/v1/geofences', { name: 'fence', shape })).id;
  const link = await post(`/v1/deliveries/${objects.delivery.foreign}/tracking-links`, {});
  things.track = link.token;
  things.provider = (
    await post('/v1/oidc-connections', {
      id: 'thing',
      name: 'thing',
      issuer: 'https://login.example.org',
      clientId: 'caravan',
    })
  ).id;
  const audit = await server.request('GET', '/v1/audit-entries?limit=1', { token });
  things.auditEntry = audit.json.items[0].id;
  for (const relation of relations) {
    const id = randomUUID();
    await server.database.sql`
      insert into deliveries.proofs (id, delivery_id, try, kind, upload_id, server_time)
      values (${id}, ${objects.delivery[relation]}, 1, 'photo', ${objects.upload.own}, now())`;
    things[`proof ${relation}`] = id;
  }
}
