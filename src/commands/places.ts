import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { importPlaces, type ImportReport } from '../capabilities/places/api.ts';
import { systemActor } from '../platform/auth/actor.ts';
import { silentLog } from '../platform/telemetry/log.ts';
import { openContext, prepareDatabase } from '../roles/instance.ts';
import { CommandFailure } from './failure.ts';
import { progressBar } from './progress-bar.ts';
import { configFrom, openDatabaseOf } from './with-database.ts';

interface ImportCommand {
  dryRun?: boolean;
  skipWrong?: boolean;
  country?: string;
  data?: string;
  json?: boolean;
}

const shownErrors = 20;

export function addPlaces(program: Command): void {
  program
    .command('places')
    .description('Places: addresses with their points')
    .command('import <file>')
    .description('Bring in places from a CSV file; the same file twice is the file once')
    .option('--dry-run', 'change nothing; say what would happen and which lines are wrong')
    .option('--skip-wrong', 'bring in the good lines although others are wrong')
    .option('--country <code>', 'for lines that name none, such as LI')
    .option('--data <folder>', 'folder of the embedded database')
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      `
Columns: lat and lng are needed; name, street, houseNumber, postcode, city, country, instructions and reference may be
there, also under other usual names (lon, zip, PLZ, Strasse …). Comma, semicolon or tab; UTF-8 or Latin-1.

Examples:
  caravan places import addresses.csv --dry-run
  caravan places import addresses.csv --country LI

Exit codes: 0 every line is in, 1 failed, 2 wrong usage, 4 some lines are wrong.`,
    )
    .action((file: string, options: ImportCommand) => importFile(file, options));
}

async function importFile(file: string, options: ImportCommand): Promise<void> {
  if (options.country !== undefined && !/^[A-Z]{2}$/.test(options.country))
    throw new CommandFailure(
      `--country must be an ISO 3166 code such as LI, but is "${options.country}".`,
      2,
    );
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new CommandFailure(`There is no file ${file}.`, 2);
  const config = configFrom({ CARAVAN_DATA: options.data });
  const log = silentLog();
  const database = await openDatabaseOf(config, log, { shared: true });
  try {
    if (database.own) await prepareDatabase(database.location, log);
    const ctx = openContext({ config, database: database.location, log });
    const bar = progressBar(options.dryRun ? 'Checking' : 'Importing', options.json === true);
    bar.start(found.size);
    const started = performance.now();
    try {
      const { dryRun = false, skipWrong = false, country } = options;
      const actor = systemActor('places import');
      const source = counted(createReadStream(file), (bytes) => bar.update(bytes));
      const report = await importPlaces(ctx, source, { actor, dryRun, skipWrong, country });
      bar.stop();
      const milliseconds = Math.round(performance.now() - started);
      process.stdout.write(
        options.json
          ? `${JSON.stringify({ ...report, milliseconds })}\n`
          : inWords(report, dryRun, milliseconds),
      );
      if (report.wrong > 0) process.exitCode = 4;
    } finally {
      bar.stop();
      await ctx.db.close();
    }
  } finally {
    await database.stop();
  }
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  tell: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    yield chunk;
    bytes += chunk.length;
    tell(bytes);
  }
}

function inWords(report: ImportReport, dryRun: boolean, milliseconds: number): string {
  const { lines, created, changed, unchanged, wrong, withoutPostcode, errors, ignoredColumns, imported } =
    report;
  const outcome = imported
    ? `Imported in ${(milliseconds / 1000).toFixed(1)} s`
    : dryRun
      ? 'Nothing was imported: a dry run'
      : 'Nothing was imported, because lines are wrong. --skip-wrong brings in the others';
  const shown = errors.slice(0, shownErrors);
  return [
    ...shown.map(({ line, field, reason }) => `  line ${line}: ${field ? `${field} ` : ''}${reason}`),
    ...(errors.length > shown.length ? [`  … ${errors.length - shown.length} more`] : []),
    ...(ignoredColumns.length > 0 ? [`Columns left out: ${ignoredColumns.join(', ')}`] : []),
    ...(withoutPostcode > 0 ? [`${withoutPostcode} lines have no postcode and are kept without one`] : []),
    `${lines} lines: ${created} new, ${changed} changed, ${unchanged} unchanged, ${wrong} wrong`,
    `${outcome}.`,
    '',
  ].join('\n');
}
