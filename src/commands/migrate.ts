import type { Command } from 'commander';
import { openDatabase } from '../platform/db/database.ts';
import { pendingMigrations } from '../platform/db/migrate/migrate.ts';
import { createLog, silentLog } from '../platform/telemetry/log.ts';
import { prepareDatabase, type DatabaseLocation } from '../roles/instance.ts';
import { migrationSets } from '../roles/modules.ts';
import { rolesConfig } from '../roles/roles-config.ts';
import { configFrom, openDatabaseOf } from './with-database.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('Bring the database to this version; any number of processes may do it at once')
    .option('--status', 'change nothing; list what would be applied')
    .option('--data <folder>', 'folder of the embedded database')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Examples:
  caravan migrate --status
  DATABASE_URL=postgresql://caravan@db/caravan caravan migrate

Interrupted anywhere, the next call goes on where it stopped.
Exit codes: 0 the database is at this version, 1 it could not be brought there, 5 (--status) something is to be applied.`,
    )
    .action(async (options: { status?: boolean; data?: string; json?: boolean }) => {
      const config = configFrom({ CARAVAN_DATA: options.data });
      const log = options.json || options.status ? silentLog() : createLog(config.get(rolesConfig).logLevel);
      const database = await openDatabaseOf(config, log, { shared: true });
      try {
        const names = options.status
          ? await pendingOf(database.location)
          : await prepareDatabase(database.location, log);
        const member = options.status ? 'pending' : 'applied';
        process.stdout.write(
          options.json ? `${JSON.stringify({ [member]: names })}\n` : inWords(names, options.status === true),
        );
        if (options.status && names.length > 0) process.exitCode = 5;
      } finally {
        await database.stop();
      }
    });
}

async function pendingOf(location: DatabaseLocation): Promise<string[]> {
  const db = openDatabase({
    target: location.target,
    poolSize: 1,
    statementTimeoutSeconds: 15,
    idleInTransactionTimeoutSeconds: 15,
    connectTimeoutSeconds: 10,
    applicationName: 'caravan migrate',
  });
  try {
    return await pendingMigrations({ sql: db.sql as never, sets: migrationSets });
  } finally {
    await db.close();
  }
}

function inWords(names: readonly string[], pending: boolean): string {
  if (names.length === 0) return 'The database is at this version.\n';
  return `${pending ? 'To be applied' : 'Applied'}:\n${names.map((name) => `  ${name}\n`).join('')}`;
}
