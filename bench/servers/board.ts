import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDemoMap, geographyOf } from '../../src/capabilities/geography/api.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { configSections } from '../../src/roles/catalogue.ts';
import { addressOf, startInstance } from '../../src/roles/instance.ts';
import { startBenchDatabase } from '../http/bench-database.ts';
import { inputOf, serve } from '../live/processes.ts';
import { seedBoard, type Seed } from '../web/seed-board.ts';

/** The whole product in demo mode with its town, so that a browser gets in, and with what was asked for in its tables. */
const seed = inputOf<Seed>();
const database = await startBenchDatabase();
const dataFolder = mkdtempSync(join(tmpdir(), 'caravan-bench-board-'));
const config = loadConfig(configSections, {
  CARAVAN_PORT: '0',
  CARAVAN_DATA: dataFolder,
  CARAVAN_DEMO: 'true',
  CARAVAN_LIMITS_ENABLED: 'false',
  // Another build of the pages, to be compared.
  CARAVAN_WEB_FOLDER: process.env['CARAVAN_WEB_FOLDER'] ?? '',
});
const instance = await startInstance({
  config,
  database: { target: database.target, url: database.url },
  roles: ['api', 'realtime'],
  log: silentLog(),
});
const geography = geographyOf(instance.ctx);
await createDemoMap(dataFolder, new Date());
await geography.ready();
await geography.atlas.refresh();
const doors = geography.randomAddresses(1_500, 7);
await seedBoard(database.db, seed, doors);
const token = await instance.tokens.issue(
  {
    userId: '00000000-0000-7000-8000-000000000001',
    partyId: null,
    companyIds: [],
    regionIds: [],
    roles: ['dispatcher'],
  },
  86_400,
);
const places = doors.map(({ lat, lng }) => ({ lat, lng }));
serve({ url: addressOf(instance), token, places }, async (question) => {
  if (question['stop'] !== true) return {};
  await instance.stop();
  await database.stop();
  rmSync(dataFolder, { recursive: true, force: true });
  return {};
});
