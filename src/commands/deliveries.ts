import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { z } from 'zod';
import {
  commitImport,
  importBatch,
  importColumns,
  listWrongLines,
  receiveImport,
} from '../modules/deliveries/api.ts';
import type { DeliveryImport } from '../modules/deliveries/api.ts';
import { systemActor } from '../platform/auth/actor.ts';
import type { Context } from '../platform/context.ts';
import { silentLog } from '../platform/telemetry/log.ts';
import { openContext, prepareDatabase } from '../roles/instance.ts';
import { CommandFailure } from './failure.ts';
import { configFrom, openDatabaseOf } from './with-database.ts';

interface ImportOptions {
  dryRun?: boolean;
  skipWrong?: boolean;
  customer?: string;
  data?: string;
  json?: boolean;
}

const reach = { actor: systemActor('command line'), scope: 'all' } as const;
const shownLines = 50;

export function addDeliveries(program: Command): void {
  program
    .command('deliveries')
    .description('Deliveries from the command line')
    .command('import <file>')
    .description('Check a CSV file of deliveries, then order them')
    .option('--dry-run', 'check only, and name every wrong line')
    .option('--skip-wrong', 'leave wrong lines out instead of ordering nothing')
    .option('--customer <id>', 'who orders the lines without a customerId')
    .option('--data <folder>', 'folder of the embedded database')
    .option('--json', 'one JSON object, for machines')
    .addHelpText(
      'after',
      `
Columns: ${Object.keys(importColumns).join(', ')}.
Spelling is free (dropoff_lat, "Dropoff Lat"); for drop-offs name, street, city, country, lat, lng will do.
A line needs a reference, unique for its customer, and the points of both stops; country is an ISO 3166 code.
windowFrom and windowTo are RFC 3339 with offset; weightGrams or weightKg; proofRules: signature photo code scan.
Cells may be parted by , ; tab or |; UTF-8, UTF-16 and Windows-1252 are told apart.

Examples:
  caravan deliveries import orders.csv --dry-run
  caravan deliveries import orders.csv --customer 0190c0de-0000-7000-8000-000000000001 --skip-wrong

Exit codes: 0 all lines are ordered (or right, with --dry-run), 1 failed, 2 wrong usage, 4 some lines are wrong.`,
    )
    .action((file: string, options: ImportOptions) => importFile(file, options));
}

async function importFile(file: string, options: ImportOptions): Promise<void> {
  const { customer: customerId, json = false } = options;
  if (customerId !== undefined && !z.uuid().safeParse(customerId).success)
    throw new CommandFailure(`--customer must be a UUID, but is "${customerId}".`, 2);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new CommandFailure(`There is no file ${file}.`, 2);
  const config = configFrom({ CARAVAN_DATA: options.data });
  const log = silentLog();
  const database = await openDatabaseOf(config, log, { shared: true });
  try {
    if (database.own) await prepareDatabase(database.location, log);
    const ctx = openContext({ config, database: database.location, log });
    try {
      const checked = await check(file, found.size, { customerId, json }, ctx);
      const wrong = checked.linesWrong > 0;
      const order = !options.dryRun && (!wrong || options.skipWrong === true);
      const result = order ? await orderLines(checked, json, ctx) : checked;
      await report(result, { json, order }, ctx);
      if (result.linesWrong > 0) process.exitCode = 4;
    } finally {
      await ctx.db.close();
    }
  } finally {
    await database.stop();
  }
}

async function check(
  file: string,
  bytes: number,
  { customerId, json }: { customerId: string | undefined; json: boolean },
  ctx: Context,
): Promise<DeliveryImport> {
  const bar = progressBar('Checking', json);
  bar.start(bytes);
  const stream = createReadStream(file);
  try {
    return await receiveImport(stream, { ...reach, fileName: path.basename(file), customerId }, ctx, () =>
      bar.update(stream.bytesRead),
    );
  } finally {
    bar.stop();
  }
}

/** Works through the lines itself, so that it needs no running worker; one that runs may help. */
async function orderLines(
  { id, ...checked }: DeliveryImport,
  json: boolean,
  ctx: Context,
): Promise<DeliveryImport> {
  const bar = progressBar('Ordering', json);
  bar.start(checked.linesTotal - checked.linesWrong);
  await ctx.db.transaction((tx) => commitImport(tx, { id, skipWrongLines: true, ...reach }, ctx));
  try {
    for (;;) {
      const now = await ctx.db.transaction((tx) => importBatch(tx, id, ctx));
      bar.update(now.linesImported);
      if (now.state !== 'importing') return now;
    }
  } finally {
    bar.stop();
  }
}

async function report(
  result: DeliveryImport,
  { json, order }: { json: boolean; order: boolean },
  ctx: Context,
): Promise<void> {
  const { id, linesTotal, linesWrong, linesImported } = result;
  const limit = json ? Math.max(linesWrong, 1) : shownLines;
  const wrongLines = await listWrongLines(ctx.db.sql, id, { afterLine: 0, limit });
  if (json) {
    const summary = { importId: id, ordered: order, linesTotal, linesWrong, linesImported, wrongLines };
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    return;
  }
  for (const { line, errors } of wrongLines)
    for (const { field, reason } of errors) process.stdout.write(`line ${line}: ${field} ${reason}\n`);
  if (linesWrong > wrongLines.length)
    process.stdout.write(`… and ${linesWrong - wrongLines.length} more wrong lines; --json names all\n`);
  const sentence = order
    ? `${linesImported} deliveries ordered from ${linesTotal} lines`
    : `${linesTotal - linesWrong} of ${linesTotal} lines are right; nothing was ordered`;
  process.stdout.write(`${sentence}${linesWrong > 0 ? `, ${linesWrong} lines are wrong` : ''}\n`);
}

function progressBar(words: string, json: boolean) {
  if (json || !process.stderr.isTTY) return { start() {}, update(_done: number) {}, stop() {} };
  const bar = new SingleBar({
    format: `${words} [{bar}] {percentage}% {eta_formatted}`,
    stream: process.stderr,
    hideCursor: true,
  });
  return {
    start: (total: number) => bar.start(total, 0),
    update: (done: number) => bar.update(done),
    stop: () => bar.stop(),
  };
}
