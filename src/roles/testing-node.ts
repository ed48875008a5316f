import { silentLog } from '../platform/telemetry/log.ts';
import { addressOf, startInstance, type Instance, type InstanceOptions } from './instance.ts';
import type { TestServer } from './testing.ts';

/** Another process's worth of Caravan on the same database, as far as one process can play it. */
export async function startNodeBeside(
  server: Pick<TestServer, 'database' | 'ctx'>,
  options: Partial<Pick<InstanceOptions, 'roles' | 'clock'>> = {},
): Promise<Instance & { address: string }> {
  const { url } = server.database;
  const instance = await startInstance({
    config: server.ctx.config,
    database: { target: url, url },
    roles: ['api'],
    log: silentLog(),
    ...options,
  });
  return { ...instance, address: addressOf(instance) };
}
