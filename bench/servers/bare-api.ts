import type { AddressInfo } from 'node:net';
import { guest, type Actor } from '../../src/platform/auth/actor.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import type { ConnectionTarget } from '../../src/platform/db/database.ts';
import { buildServer } from '../../src/platform/http/server.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { configSections, routes } from '../../src/roles/catalogue.ts';
import { openContext } from '../../src/roles/instance.ts';
import { inputOf, serve } from '../live/processes.ts';

/**
 * The product's routes without what guards and watches them: whoever comes is the dispatcher, nothing is limited,
 * audited or logged. Only the counts of requests stay, which no setting takes away.
 */
const { target, url } = inputOf<{ target: ConnectionTarget; url: string }>();
const ctx = openContext({
  config: loadConfig(configSections, {}),
  database: { target, url },
  log: silentLog(),
});
const dispatcher: Actor = {
  ...guest,
  kind: 'person',
  id: '00000000-0000-7000-8000-000000000001',
  roles: ['dispatcher'],
  grants: new Map([['delivery:read', 'all']]),
};
const server = await buildServer({ ctx, routes, authenticator: { authenticate: async () => dispatcher } });
await server.listen({ host: '127.0.0.1', port: 0 });
serve({ port: (server.server.address() as AddressInfo).port, token: 'anyone' }, () => ({
  memory: process.memoryUsage(),
}));
