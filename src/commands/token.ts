import type { Command } from 'commander';
import { z } from 'zod';
import { defaultRoles, openTokens } from '../capabilities/accounts/api.ts';
import { silentLog } from '../platform/telemetry/log.ts';
import { newId } from '../platform/ports/rng.ts';
import { openContext, prepareDatabase } from '../roles/instance.ts';
import { CommandFailure } from './failure.ts';
import { configFrom, openDatabaseOf } from './with-database.ts';

export function addToken(program: Command): void {
  program
    .command('token')
    .description('Print a signed development token; the token alone is on the last line')
    .requiredOption('--role <name>', `one of ${defaultRoles.join(', ')}`)
    .option('--party <id>', 'the party (person) that the token acts as; default: a new one')
    .option('--company <id...>', 'companies that the person acts for')
    .option('--ttl <seconds>', 'how long it is valid', '86400')
    .option('--data <folder>', 'folder of the embedded database')
    .addHelpText(
      'after',
      '\nExample:\n  curl -H "Authorization: Bearer $(caravan token --role dispatcher | tail -1)" http://localhost:3000/v1/deliveries',
    )
    .action(
      async (options: { role: string; party?: string; company?: string[]; ttl: string; data?: string }) => {
        if (!(defaultRoles as readonly string[]).includes(options.role))
          throw new CommandFailure(
            `--role must be one of ${defaultRoles.join(', ')}, but is "${options.role}".`,
            2,
          );
        const ttlSeconds = Number(options.ttl);
        if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1)
          throw new CommandFailure('--ttl must be a number of seconds.', 2);
        for (const id of [options.party, ...(options.company ?? [])])
          if (id !== undefined && !z.uuid().safeParse(id).success)
            throw new CommandFailure(`"${id}" is not a party id (UUID).`, 2);
        const config = configFrom({ CARAVAN_DATA: options.data });
        const log = silentLog();
        const database = await openDatabaseOf(config, log, { shared: true });
        try {
          if (database.own) await prepareDatabase(database.location, log);
          const ctx = openContext({ config, database: database.location, log });
          await ctx.secrets.load();
          const tokens = await openTokens(ctx);
          const partyId = options.party ?? newId(ctx);
          const token = await tokens.issue(
            {
              userId: partyId,
              partyId,
              companyIds: options.company ?? [],
              regionIds: [],
              roles: [options.role],
            },
            ttlSeconds,
          );
          process.stdout.write(`${token}\n`);
          await ctx.db.close();
        } finally {
          await database.stop();
        }
      },
    );
}
