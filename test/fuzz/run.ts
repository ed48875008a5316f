import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultRoles } from '../../src/capabilities/accounts/api.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { startEmbedded } from '../../src/platform/db/embedded/start-embedded.ts';
import { newId } from '../../src/platform/ports/rng.ts';
import { silentLog } from '../../src/platform/telemetry/log.ts';
import { configSections, routes } from '../../src/roles/catalogue.ts';
import { addressOf, prepareDatabase, startInstance } from '../../src/roles/instance.ts';
import { fuzz } from './fuzz.ts';

/** For `npm run check -- fuzz [--requests 20000] [--seed 1]`. */
export async function run(): Promise<{ ok: boolean; summary: string; details?: string }> {
  const { values } = parseArgs({
    strict: false,
    options: { requests: { type: 'string' }, seed: { type: 'string' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'caravan-fuzz-'));
  const server = await startEmbedded({ folder: join(folder, 'postgres'), log: silentLog() });
  try {
    const database = { target: server.connection, url: server.url };
    const config = loadConfig(
      configSections,
      {},
      { CARAVAN_PORT: '0', CARAVAN_DATA: folder, CARAVAN_LIMITS_ENABLED: 'false' },
    );
    await prepareDatabase(database, silentLog());
    const instance = await startInstance({ config, database, roles: ['api', 'worker'], log: silentLog() });
    const tokens = new Map<string, string | undefined>([['guest', undefined]]);
    for (const role of defaultRoles) {
      const id = newId(instance.ctx);
      const subject = { userId: id, partyId: id, companyIds: [], regionIds: [], roles: [role] };
      tokens.set(role, await instance.tokens.issue(subject, 86_400));
    }
    const target = { address: addressOf(instance), routes, tokens };
    const result = await fuzz(target, Number(values.requests ?? 20_000), Number(values.seed ?? 1));
    await instance.stop();
    const { requests, findings, statuses } = result;
    const summary = `${requests} requests to ${result.routes} routes as ${tokens.size} roles, ${findings.length} findings; ${JSON.stringify(statuses)}`;
    return { ok: findings.length === 0, summary, details: findings.slice(0, 20).join('\n') };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
