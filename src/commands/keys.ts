import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { securityEvent } from '../capabilities/audit/api.ts';
import { systemActor } from '../platform/auth/actor.ts';
import type { Context } from '../platform/context.ts';
import { addJob } from '../platform/jobs/enqueue.ts';
import { describeKeys, type KeyStatus } from '../platform/secrets/describe-keys.ts';
import { reencrypt } from '../platform/secrets/reencrypt.ts';
import { encryptedFields } from '../roles/catalogue.ts';
import { CommandFailure } from './failure.ts';
import { withContext } from './with-context.ts';

interface KeysOptions {
  data?: string;
  here?: boolean;
  master?: boolean;
  json?: boolean;
}

const waitMs = 500;
/** Without a worker nobody would ever begin. */
const patienceMs = 60_000;

export function addKeys(program: Command): void {
  const keys = program.command('keys').description('The keys that seal sensitive fields at rest');

  keys
    .command('status')
    .description('Which keys there are, and how many values each seals')
    .option('--data <folder>', 'folder of the embedded database')
    .option('--json', 'one JSON object')
    .addHelpText('after', '\nExample:\n  caravan keys status --data /var/lib/caravan')
    .action(async (options: KeysOptions) => {
      const status = await withContext(options, (ctx) => describeKeys(ctx, encryptedFields));
      process.stdout.write(options.json ? `${JSON.stringify(status)}\n` : inWords(status));
    });

  keys
    .command('rotate')
    .description('Make a new key, seal every field with it beside the traffic, and retire the old one')
    .option('--here', 'do the work in this process instead of a worker')
    .option('--master', 'first put a new master key into its file and seal the keys with it')
    .option('--data <folder>', 'folder of the embedded database')
    .addHelpText(
      'after',
      `
Example:
  caravan keys rotate --data /var/lib/caravan

Both keys open while it runs; a key is retired when no row uses it any more. Interrupted, run it again.
Where the master keys come from the environment or a secrets manager, put the new one first there and run: caravan keys rewrap

Exit codes: 0 all is sealed with the new key, 1 it is not.`,
    )
    .action(async (options: KeysOptions) => {
      await withContext(options, (ctx) => rotate(ctx, options));
    });

  keys
    .command('rewrap')
    .description('Seal the data keys with the first master key, so that the other ones can be thrown away')
    .option('--data <folder>', 'folder of the embedded database')
    .addHelpText('after', '\nExample:\n  caravan keys rewrap --data /var/lib/caravan')
    .action(async (options: KeysOptions) => {
      const count = await withContext(options, ({ secrets }) => secrets.rewrap());
      process.stdout.write(`${count} data keys are sealed with the first master key.\n`);
    });
}

async function rotate(ctx: Context, { here, master }: KeysOptions): Promise<void> {
  if (master) {
    const id = await ctx.secrets.addMasterKey();
    await ctx.secrets.rewrap();
    await tell(ctx, 'keys.addMasterKey', id);
    process.stdout.write(`Master key ${id} seals the data keys.\n`);
  }
  const id = await ctx.secrets.addKey();
  await tell(ctx, 'keys.rotate', id);
  process.stdout.write(`Key ${id} seals from now on.\n`);
  if (here) await reencrypt(ctx, encryptedFields);
  else {
    await ctx.db.transaction((tx) =>
      addJob(tx, 'platform.reencryptFields', {}, { key: 'platform.reencryptFields', maxAttempts: 10 }),
    );
    await untilSealed(ctx);
  }
  const status = await describeKeys(ctx, encryptedFields);
  process.stdout.write(inWords(status));
  if (status.keys.some(({ state, values }) => state === 'retiring' && values > 0))
    throw new CommandFailure('Some values are not sealed with the new key; the log says which and why.');
}

const tell = (ctx: Context, operation: string, keyId: string) =>
  securityEvent(ctx.db.sql, ctx, {
    kind: 'secret',
    outcome: 'success',
    operation,
    actor: systemActor('command line'),
    detail: { keyId },
  });

async function untilSealed(ctx: Context): Promise<void> {
  let [left, sinceMs] = [Number.POSITIVE_INFINITY, performance.now()];
  for (;;) {
    const { keys, plain } = await describeKeys(ctx, encryptedFields);
    const retiring = keys.filter(({ state }) => state === 'retiring');
    if (retiring.length === 0) return;
    const now = retiring.reduce((sum, { values }) => sum + values, plain);
    if (now < left) [left, sinceMs] = [now, performance.now()];
    else if (performance.now() - sinceMs > patienceMs)
      throw new CommandFailure(
        `Nothing happened for a minute, and ${now} values wait: is a worker running? Without one: caravan keys rotate --here`,
      );
    await sleep(waitMs);
  }
}

function inWords({ source, masterKeyIds, keys, plain }: KeyStatus): string {
  const lines = keys.map(
    ({ id, state, values, createdAt }) =>
      `  ${id}  ${state.padEnd(8)}  ${values} values  since ${createdAt.toISOString()}`,
  );
  return `Master keys from ${source}: ${masterKeyIds.join(', ')}\nData keys:\n${lines.join('\n')}\n${plain > 0 ? `  ${plain} values are not sealed yet\n` : ''}`;
}
