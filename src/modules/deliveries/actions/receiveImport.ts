import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import { inBatches } from '../../../platform/csv/batches.ts';
import { readCsv, type CsvLine } from '../../../platform/csv/read-csv.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { publish } from '../../../platform/events/outbox.ts';
import { idOfKey } from '../../../platform/http/idempotency.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { deliveriesEvents } from '../events.ts';
import * as imports from '../queries/imports.ts';
import type { DeliveryImport, ImportLine } from '../queries/imports.ts';
import { partiesOf } from '../queries/scope.ts';
import { draftStop, importFormat, lineFaults, type ImportRow } from '../rules/import-format.ts';
import type { NewDelivery } from './createDelivery.ts';
import { locateStops } from './locateStops.ts';

/** Lines that are checked and written down with one statement. */
const batchSize = 1000;

export interface ImportRequest {
  /** Default: a new one. */
  id?: string | undefined;
  actor: Actor;
  scope: Scope;
  fileName?: string | undefined;
  /** Who orders where a line does not say it. */
  customerId?: string | undefined;
}

/**
 * Reads and checks a file, and keeps every line with what is wrong with it. Orders nothing. Memory does not grow with
 * the file; a file that breaks off leaves nothing but the import's own row, which says so.
 * @throws csv_not_readable; request_in_flight when another request under the same Idempotency-Key came first
 */
export async function receiveImport(
  source: AsyncIterable<Uint8Array>,
  request: ImportRequest,
  ctx: Context,
  progress: (lines: number) => void = () => {},
): Promise<DeliveryImport> {
  const { sql } = ctx.db;
  const reading = await readCsv(source, importFormat);
  const row = emptyImport(request, ctx);
  await imports.insertImport(sql, row).catch((cause: { code?: string }) => {
    if (cause.code !== '23505') throw cause;
    throw inFlight(cause);
  });
  try {
    let lines = 0;
    for await (const batch of inBatches(reading.lines, batchSize)) {
      await imports.insertLines(sql, row.id, await checked(batch, request, ctx));
      progress((lines += batch.length));
    }
    await imports.markDuplicates(sql, row.id);
    const { total, wrong } = await imports.countLines(sql, row.id);
    const version = row.version + 1;
    return await ctx.db.transaction(async (tx) => {
      await publish(
        tx,
        [
          {
            event: deliveriesEvents.importChecked,
            subject: { entity: 'delivery_import', id: row.id },
            sequence: version,
            actor: request.actor,
            payload: { linesTotal: total, linesWrong: wrong },
          },
        ],
        ctx,
      );
      return imports.updateImport(tx, row.id, {
        state: 'checked',
        version,
        linesTotal: total,
        linesWrong: wrong,
        encoding: reading.encoding(),
        delimiter: reading.delimiter,
        ignoredColumns: [...reading.ignoredColumns],
        updatedAt: ctx.clock.now(),
      });
    });
  } catch (error) {
    const failure = 'The file broke off or could not be read to its end; send it again.';
    await imports.dropLines(sql, row.id).catch(() => {});
    await imports
      .updateImport(sql, row.id, { state: 'failed', failure, updatedAt: ctx.clock.now() })
      .catch(() => {});
    throw error;
  }
}

/** The import that was begun under an Idempotency-Key before, and the id for one that begins now. */
export async function importOfKey(
  sql: Queryable,
  key: string,
  { actor, scope }: Pick<ImportRequest, 'actor' | 'scope'>,
): Promise<{ id: string; before: DeliveryImport | undefined }> {
  for (let attempt = 0; ; attempt++) {
    const id = idOfKey(actor, key, attempt);
    const before = await imports.findImport(sql, id, { actor, scope });
    if (before?.state === 'receiving') throw inFlight();
    if (before?.state !== 'failed') return { id, before };
  }
}

const inFlight = (cause?: unknown) =>
  platformErrors.request_in_flight('Wait for the answer to the first one, then send it again.', {
    headers: { 'retry-after': '1' },
    cause,
  });

function emptyImport({ id, actor, fileName }: ImportRequest, ctx: Context): DeliveryImport {
  const now = ctx.clock.now();
  return {
    id: id ?? newId(ctx),
    state: 'receiving',
    version: 0,
    createdBy: actor.id,
    actorKind: actor.kind,
    fileName: fileName ?? null,
    encoding: null,
    delimiter: null,
    ignoredColumns: [],
    linesTotal: 0,
    linesWrong: 0,
    linesImported: 0,
    lastLine: 0,
    failure: null,
    createdAt: now,
    updatedAt: now,
  };
}

async function checked(
  batch: readonly CsvLine<ImportRow>[],
  request: ImportRequest,
  ctx: Pick<Context, 'db'>,
): Promise<ImportLine[]> {
  const stops = batch.map(({ row }) =>
    row ? { pickup: draftStop(row, 'pickup'), dropoff: draftStop(row, 'dropoff') } : undefined,
  );
  await locateStops(
    ctx.db.sql,
    stops.flatMap((pair) => (pair ? [pair.pickup, pair.dropoff] : [])),
  );
  return batch.map(({ line, row, errors }, index) => {
    const wrong = (faults: imports.FieldFault[]): ImportLine => ({
      line,
      customerId: null,
      reference: null,
      delivery: null,
      errors: faults,
    });
    if (errors)
      return wrong(errors.map(({ field, reason }) => ({ field: field.replace(/\[.*/, ''), reason })));
    const pair = stops[index]!;
    const { customerId, fault } = customerOf(row, request);
    const faults = [...lineFaults(row, pair), ...(fault ? [{ field: 'customerId', reason: fault }] : [])];
    if (faults.length > 0 || customerId === undefined) return wrong(faults);
    return {
      line,
      customerId,
      reference: row.reference,
      delivery: orderOf(row, pair, customerId),
      errors: null,
    };
  });
}

function customerOf(
  row: ImportRow,
  { actor, scope, customerId: fallback }: ImportRequest,
): { customerId?: string; fault?: string } {
  const customerId = row.customerId ?? fallback ?? actor.partyId ?? undefined;
  if (!customerId) return { fault: 'is missing, and nobody was named for the whole file' };
  if (scope !== 'all' && !partiesOf(actor).includes(customerId))
    return { fault: 'is a party that you do not act for' };
  return { customerId };
}

function orderOf(
  row: ImportRow,
  { pickup, dropoff }: { pickup: object; dropoff: object },
  customerId: string,
): NewDelivery {
  const { reference, windowFrom, windowTo, requiredSkills, proofRules, notes, assignmentMode, draft } = row;
  const weightGrams =
    row.weightGrams ?? (row.weightKg === undefined ? undefined : Math.round(row.weightKg * 1000));
  return {
    customerId,
    reference,
    pickup: pickup as NewDelivery['pickup'],
    dropoff: dropoff as NewDelivery['dropoff'],
    ...(windowFrom && { windowFrom }),
    ...(windowTo && { windowTo }),
    ...(weightGrams !== undefined && { weightGrams }),
    ...(requiredSkills && { requiredSkills }),
    ...(proofRules && { proofRules }),
    ...(notes && { notes }),
    ...(assignmentMode && { assignmentMode }),
    ...(draft !== undefined && { draft }),
  };
}
