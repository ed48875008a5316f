import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../src/platform/config/config.ts';
import { startEmbedded } from '../../src/platform/db/embedded/start-embedded.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { configSections } from '../../src/roles/catalogue.ts';
import { addressOf, prepareDatabase, startInstance } from '../../src/roles/instance.ts';
import { drawGeofences } from '../live/geofences.ts';
import { inputOf, serve } from '../live/processes.ts';

/** The whole product on a durable embedded PostgreSQL of its own: API and live socket in one process. */
const folder = mkdtempSync(join(tmpdir(), 'caravan-bench-'));
const log = silentLog();
const postgres = await startEmbedded({ folder: join(folder, 'postgres'), log });
const database = { target: postgres.connection, url: postgres.url };
await prepareDatabase(database, log);
const config = loadConfig(configSections, {
  CARAVAN_PORT: '0',
  CARAVAN_LIVE_SOCKETS_PER_USER: '100000',
  CARAVAN_LIMITS_ENABLED: 'false',
});
const { geofences } = inputOf<{ geofences?: number }>();
const instance = await startInstance({ config, database, roles: ['api', 'realtime'], log });
const token = await instance.tokens.issue(
  {
    userId: '00000000-0000-7000-8000-000000000001',
    partyId: null,
    companyIds: [],
    regionIds: [],
    roles: ['admin'],
  },
  86_400,
);
if (geofences) await drawGeofences(instance.ctx.db.sql, geofences);
serve({ url: addressOf(instance), token, postgresPid: postgres.pid }, async (question) => {
  if (question['stop'] === true) {
    await instance.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
    return {};
  }
  const [row] = await instance.ctx.db.sql<{ stored: number; inside: number }[]>`
    select (select count(*) from tracking.positions) as stored, (select count(*) from tracking.inside) as inside`;
  return { ...row, memory: process.memoryUsage() };
});
