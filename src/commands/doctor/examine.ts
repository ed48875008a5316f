import { existsSync, statfsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../../platform/config/config.ts';
import { dbConfig } from '../../platform/db/db-config.ts';
import { diagnoseFolder } from '../../platform/db/embedded/diagnose.ts';
import { connectionOf } from '../../platform/db/embedded/start-embedded.ts';
import { httpConfig } from '../../platform/http/http-config.ts';
import { silentLog } from '../../platform/telemetry/log.ts';
import { openContext } from '../../roles/instance.ts';
import { migrationSets } from '../../roles/modules.ts';
import { explainFailure } from '../failure.ts';
import { openDatabaseOf } from '../with-database.ts';
import { examineDatabase } from './examine-database.ts';
import { examinePort } from './examine-port.ts';
import { examineServices } from './examine-services.ts';
import type { Finding } from './finding.ts';

/** Everything that can be seen from here without changing anything. */
export async function examine(config: Config): Promise<Finding[]> {
  const { host, port } = config.get(httpConfig);
  const { databaseUrl, dataFolder } = config.get(dbConfig);
  const findings = [...(await examinePort(host, port)), ...(await examineServices(config))];
  if (databaseUrl)
    return [...findings, ...examineDisk(path.resolve(dataFolder)), ...(await examineReachable(config, true))];
  const folder = path.resolve(dataFolder, 'postgres');
  const ofFolder = await diagnoseFolder(folder);
  findings.push(...ofFolder);
  if (ofFolder.some(({ severity }) => severity === 'error')) return findings;
  if (!existsSync(path.join(folder, 'data', 'PG_VERSION')))
    return [
      ...findings,
      {
        code: 'NO_DATA_YET',
        severity: 'info',
        sentence: `There is no data in ${folder} yet.`,
        remedy: 'Nothing to do: the first start makes it.',
      },
    ];
  const running = (await connectionOf(folder).catch(() => undefined)) !== undefined;
  return [...findings, ...(await examineReachable(config, running))];
}

/** The embedded server of a stopped Caravan is started for the look and stopped again. */
async function examineReachable(config: Config, expectWorker: boolean): Promise<Finding[]> {
  const log = silentLog();
  try {
    const database = await openDatabaseOf(config, log, { shared: true });
    const ctx = openContext({ config, database: database.location, log });
    try {
      await ctx.db.sql`select 1`;
      return await examineDatabase(ctx, migrationSets, { expectWorker });
    } finally {
      await ctx.db.close();
      await database.stop();
    }
  } catch (error) {
    return [
      {
        code: 'DATABASE_UNREACHABLE',
        severity: 'error',
        sentence: explainFailure(error).sentence,
        remedy: config.get(dbConfig).databaseUrl
          ? 'Try the same address with psql from this machine; look at the server, its pg_hba.conf and the firewall.'
          : 'The end of postgres.log in the data folder says why.',
      },
    ];
  }
}

const megabyte = 1024 * 1024;

/** The disk of uploads and maps; that of the embedded database is looked at with its folder. */
export function examineDisk(folder: string, freeBytes: (folder: string) => number = bytesFree): Finding[] {
  let nearest = folder;
  while (!existsSync(nearest)) nearest = path.dirname(nearest);
  const free = freeBytes(nearest);
  if (free > 1024 * megabyte) return [];
  return [
    {
      code: 'DISK_NEARLY_FULL',
      severity: free < 128 * megabyte ? 'error' : 'warning',
      sentence: `The disk that holds ${folder} has ${Math.floor(free / megabyte)} MB left.`,
      remedy: 'Free space there, or move the folder to a larger disk and name it with --data.',
    },
  ];
}

function bytesFree(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
