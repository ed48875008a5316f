import type { z } from 'zod';
import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import { inBatches } from '../../../platform/csv/batches.ts';
import { readCsv, type CsvLine } from '../../../platform/csv/read-csv.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { publish, type NewEvent } from '../../../platform/events/outbox.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { placesEvents } from '../events.ts';
import { findKnown, insertPlaces, lockImports } from '../queries/import-places.ts';
import { updatePlace } from '../queries/places.ts';
import { importFormat, type ImportRow } from '../rules/import-format.ts';
import { naturalKey } from '../rules/natural-key.ts';
import { newRowOf, planImport, toImportLine, type ImportPlan } from '../rules/plan-import.ts';
import type { importReport } from '../schema.ts';

export type ImportReport = z.output<typeof importReport>;

export interface ImportOptions {
  actor: Actor;
  /** Look at every line and say what would happen, and nothing else. */
  dryRun: boolean;
  /** Bring in the good lines of a file that has wrong ones. Else such a file changes nothing. */
  skipWrong: boolean;
  /** For lines that name no country. */
  country?: string | undefined;
  /** Whose places they become; default everybody's. */
  partyId?: string | undefined;
}

type Ports = Pick<Context, 'db' | 'clock' | 'rng'>;

const batchLines = 1000;
const reportedErrors = 1000;

/** Carries the report out of a transaction that is to leave nothing behind. */
class NothingImported extends Error {}

/**
 * Brings in places from a CSV file, all in one transaction. What is here already, by reference or else by address, is
 * changed where the file says something new, so that the same file twice is the file once.
 * @throws csv_not_readable
 */
export async function importPlaces(
  ports: Ports,
  source: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<ImportReport> {
  const reading = await readCsv(source, importFormat);
  const counts = { lines: 0, created: 0, changed: 0, unchanged: 0, wrong: 0, withoutPostcode: 0 };
  const errors: ImportReport['errors'] = [];
  const seen = new Map<string, number>();
  let imported = false;
  try {
    await ports.db.transaction(
      async (tx) => {
        await lockImports(tx);
        for await (const batch of inBatches(reading.lines, batchLines)) {
          const plan = await planBatch(tx, batch, seen, options.country);
          const wrongLines = new Set(plan.errors.map(({ line }) => line));
          counts.lines += batch.length;
          counts.wrong += wrongLines.size;
          counts.created += plan.created.length;
          counts.changed += plan.changed.length;
          counts.unchanged += plan.unchanged;
          counts.withoutPostcode += batch.filter(
            ({ line, row }) => row && !row.postcode && !wrongLines.has(line),
          ).length;
          errors.push(...plan.errors.slice(0, reportedErrors - errors.length));
          if (!options.dryRun && (counts.wrong === 0 || options.skipWrong))
            await carryOut(tx, plan, options, ports);
        }
        if (options.dryRun || (counts.wrong > 0 && !options.skipWrong)) throw new NothingImported();
      },
      // The file is read once: a second try would find it empty.
      { retries: 0 },
    );
    imported = true;
  } catch (error) {
    if (!(error instanceof NothingImported)) throw error;
  }
  const { delimiter, ignoredColumns } = reading;
  return {
    imported,
    ...counts,
    errors,
    ignoredColumns: [...ignoredColumns],
    encoding: reading.encoding(),
    delimiter,
  };
}

async function planBatch(
  tx: Transaction,
  batch: readonly CsvLine<ImportRow>[],
  seen: Map<string, number>,
  country: string | undefined,
): Promise<ImportPlan> {
  const lines = batch.flatMap(({ line, row }) =>
    row ? [toImportLine(line, { ...row, country: row.country ?? country })] : [],
  );
  const known = await findKnown(tx, {
    references: lines.flatMap(({ row }) => row.reference ?? []),
    naturalKeys: lines.map(({ key }) => key),
  });
  const plan = planImport(lines, known, seen);
  plan.errors.push(...batch.flatMap(({ errors = [] }) => errors));
  plan.errors.sort((a, b) => a.line - b.line);
  return plan;
}

async function carryOut(
  tx: Transaction,
  { created, changed }: ImportPlan,
  { actor, partyId = null }: Pick<ImportOptions, 'actor'> & { partyId?: string | undefined | null },
  ports: Ports,
): Promise<void> {
  const at = ports.clock.now();
  const rows = created.map((entry) => newRowOf(entry, { id: newId(ports), by: actor.id, at, partyId }));
  const inserted = rows.length > 0 ? await insertPlaces(tx, rows) : [];
  const events: NewEvent[] = inserted.map(({ id, ...payload }) => ({
    event: placesEvents.placeCreated,
    subject: { entity: 'place', id },
    sequence: 1,
    actor,
    payload,
  }));
  for (const { place, changes } of changed) {
    const next = { ...place, ...changes };
    const version = place.version + 1;
    await updatePlace(
      tx,
      place.id,
      { ...changes, naturalKey: naturalKey(next, next), version, updatedAt: at },
      next,
    );
    events.push({
      event: placesEvents.placeChanged,
      subject: { entity: 'place', id: place.id },
      sequence: version,
      actor,
      payload: { changed: Object.keys(changes) },
    });
  }
  await publish(tx, events, ports);
}
