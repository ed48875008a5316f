import { type AddressInfo, connect, createServer } from 'node:net';
import { regionAt } from '../../src/capabilities/places/api.ts';
import { systemActor } from '../../src/platform/auth/actor.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { findAnswer, storeAnswer } from '../../src/platform/http/idempotency.ts';
import { createDelivery } from '../../src/modules/deliveries/actions/createDelivery.ts';
import { newDelivery as newDeliverySchema } from '../../src/modules/deliveries/schema.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { configSections } from '../../src/roles/catalogue.ts';
import { openContext } from '../../src/roles/instance.ts';

/** How often the server waits for the database while it creates one delivery: sendings that follow an answer. */
export async function roundTripsOfCreate(url: string, newDelivery: (n: number) => object): Promise<number> {
  const { hostname, port } = new URL(url);
  let trips = 0;
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    let answered = true;
    client.on('data', (chunk) => {
      if (answered) trips++;
      answered = false;
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      answered = true;
      client.write(chunk);
    });
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', () => resolve()));
  const through = new URL(url);
  through.port = String((proxy.address() as AddressInfo).port);

  const config = loadConfig(configSections, { CARAVAN_DB_POOL_SIZE: '1', CARAVAN_DB_READ_POOL_SIZE: '1' });
  const ctx = openContext({
    config,
    database: { target: through.href, url: through.href },
    log: silentLog(),
  });
  const actor = systemActor('bench');
  const once = async (n: number): Promise<void> => {
    const body = newDelivery(n);
    const keyed = { actor, key: `trips-${n}`, method: 'POST', url: '/v1/deliveries', body };
    await ctx.db.atOnce(async (tx) => {
      const order = newDeliverySchema.parse(body);
      const [, regionId] = await Promise.all([
        findAnswer(ctx.db.sql, keyed),
        regionAt(ctx.db.sql, order.dropoff),
      ]);
      const created = await createDelivery(tx, { ...order, regionId }, { actor, scope: 'all' }, ctx);
      storeAnswer(tx, keyed, { status: 201, headers: {}, body: JSON.stringify(created) });
    });
  };
  // The first ones prepare the statements on this connection.
  for (let n = 0; n < 5; n++) await once(n);
  trips = 0;
  await once(99);
  const counted = trips;
  await ctx.db.close();
  proxy.close();
  return counted;
}
