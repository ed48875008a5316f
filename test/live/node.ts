import { loadConfig } from '../../src/platform/config/config.ts';
import { testMasterKey } from '../../src/platform/testing/master-key.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { configSections } from '../../src/roles/catalogue.ts';
import { addressOf, startInstance } from '../../src/roles/instance.ts';

/** One node of a deployment, in a process that tests may kill. */
const { databaseUrl, settings } = JSON.parse(process.argv[2] ?? '{}') as {
  databaseUrl: string;
  settings: Record<string, string>;
};
const instance = await startInstance({
  config: loadConfig(
    configSections,
    {},
    {
      CARAVAN_PORT: '0',
      CARAVAN_LIVE_TICK_MILLIS: '50',
      CARAVAN_LIMITS_ENABLED: 'false',
      CARAVAN_MASTER_KEYS: testMasterKey,
      ...settings,
    },
  ),
  database: { target: databaseUrl, url: databaseUrl },
  roles: ['api', 'realtime'],
  log: silentLog(),
});
const subject = {
  userId: '00000000-0000-7000-8000-000000000001',
  partyId: null,
  companyIds: [],
  regionIds: [],
};
const issue = (userId: string) => instance.tokens.issue({ ...subject, userId, roles: ['admin'] }, 3_600);
const token = await issue(subject.userId);
const otherToken = await issue('00000000-0000-7000-8000-000000000002');
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void instance.stop().then(() => process.exit(0)));
process.send?.({ url: addressOf(instance), token, otherToken });
