import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { NewDelivery } from '../actions/createDelivery.ts';

export type ImportState = 'receiving' | 'checked' | 'importing' | 'done' | 'failed';

/** One row of deliveries.imports. */
export interface DeliveryImport {
  id: string;
  state: ImportState;
  version: number;
  createdBy: string;
  actorKind: Actor['kind'];
  fileName: string | null;
  encoding: string | null;
  delimiter: string | null;
  ignoredColumns: string[];
  linesTotal: number;
  linesWrong: number;
  linesImported: number;
  lastLine: number;
  failure: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface FieldFault {
  field: string;
  reason: string;
}

/** One line of a file: what to order, or what is wrong with it. */
export interface ImportLine {
  line: number;
  customerId: string | null;
  reference: string | null;
  delivery: NewDelivery | null;
  errors: FieldFault[] | null;
}

const columns = (sql: Queryable) => sql`
  id, state, version, created_by, actor_kind, file_name, encoding, delimiter, ignored_columns, lines_total, lines_wrong,
  lines_imported, last_line, failure, created_at, updated_at`;

const mine = (sql: Queryable, { actor, scope }: { actor: Actor; scope: Scope }) =>
  scope === 'all' ? sql`true` : sql`created_by = ${actor.id}`;

type Reach = { actor: Actor; scope: Scope };

export async function insertImport(sql: Queryable, row: DeliveryImport): Promise<void> {
  await sql`insert into deliveries.imports ${sql(row as never)}`;
}

export async function findImport(
  sql: Queryable,
  id: string,
  reach: Reach,
): Promise<DeliveryImport | undefined> {
  const [row] = await sql<DeliveryImport[]>`
    select ${columns(sql)} from deliveries.imports where id = ${id} and ${mine(sql, reach)}`;
  return row;
}

/** Locks it: lines are ordered by one worker at a time. */
export async function lockImport(
  tx: Transaction,
  id: string,
  reach: Reach,
): Promise<DeliveryImport | undefined> {
  const [row] = await tx<DeliveryImport[]>`
    select ${columns(tx)} from deliveries.imports where id = ${id} and ${mine(tx, reach)} for update`;
  return row;
}

export function listImports(
  sql: Queryable,
  { beforeId, limit }: { beforeId?: string | undefined; limit: number },
  reach: Reach,
): Promise<DeliveryImport[]> {
  return sql<DeliveryImport[]>`
    select ${columns(sql)} from deliveries.imports
    where ${mine(sql, reach)} ${beforeId ? sql`and id < ${beforeId}` : sql``}
    order by id desc limit ${limit}`;
}

export async function updateImport(
  sql: Queryable,
  id: string,
  changes: Partial<DeliveryImport>,
): Promise<DeliveryImport> {
  const [row] = await sql<DeliveryImport[]>`
    update deliveries.imports set ${sql(changes as never)} where id = ${id} returning ${columns(sql)}`;
  if (!row) throw new Error(`Import ${id} is gone`);
  return row;
}

export async function insertLines(
  sql: Queryable,
  importId: string,
  lines: readonly ImportLine[],
): Promise<void> {
  await sql`
    insert into deliveries.import_lines (import_id, line, customer_id, reference, delivery, errors)
    select ${importId}::uuid, line, customer_id, reference, delivery, nullif(errors, 'null'::jsonb)
    from jsonb_to_recordset(${sql.json(
      lines.map(({ customerId, ...line }) => ({ ...line, customer_id: customerId })) as never,
    )}) as l (line integer, customer_id uuid, reference text, delivery jsonb, errors jsonb)`;
}

/** Lines whose reference stands twice in the file, or on a delivery of the same customer, become wrong ones. */
export async function markDuplicates(sql: Queryable, importId: string): Promise<void> {
  await sql`
    with twice as (
      select line, first_value(line) over (partition by customer_id, reference order by line) as first_line
      from deliveries.import_lines where import_id = ${importId} and errors is null
    ), faults as (
      select l.line, case when t.first_line <> l.line then 'is also on line ' || t.first_line
        else 'is taken by another delivery of this customer' end as reason
      from deliveries.import_lines l join twice t on t.line = l.line
      -- One look into the index for each line; as a condition it may become a look at all deliveries.
      left join lateral (
        select d.id from deliveries.deliveries d
        where d.customer_id = l.customer_id and d.reference = l.reference limit 1
      ) d on true
      where l.import_id = ${importId} and (t.first_line <> l.line or d.id is not null)
    )
    update deliveries.import_lines l
    set errors = jsonb_build_array(jsonb_build_object('field', 'reference', 'reason', f.reason)), delivery = null
    from faults f where l.import_id = ${importId} and l.line = f.line`;
}

export async function countLines(
  sql: Queryable,
  importId: string,
): Promise<{ total: number; wrong: number }> {
  const [row] = await sql<{ total: number; wrong: number }[]>`
    select count(*)::integer as total, count(errors)::integer as wrong
    from deliveries.import_lines where import_id = ${importId}`;
  return row ?? { total: 0, wrong: 0 };
}

/** Wrong lines in the order of the file. */
export function listWrongLines(
  sql: Queryable,
  importId: string,
  { afterLine, limit }: { afterLine: number; limit: number },
): Promise<{ line: number; errors: FieldFault[] }[]> {
  return sql`
    select line, errors from deliveries.import_lines
    where import_id = ${importId} and errors is not null and line > ${afterLine}
    order by line limit ${limit}`;
}

/** What to order next, in the order of the file. */
export function nextLines(
  tx: Transaction,
  importId: string,
  { afterLine, limit }: { afterLine: number; limit: number },
): Promise<{ line: number; delivery: NewDelivery }[]> {
  return tx`
    select line, delivery from deliveries.import_lines
    where import_id = ${importId} and line > ${afterLine} and delivery is not null
    order by line limit ${limit}`;
}

/** What turned out to be wrong only while it was ordered. */
export async function markWrong(
  tx: Transaction,
  importId: string,
  faults: readonly { line: number; field: string; reason: string }[],
): Promise<void> {
  await tx`
    update deliveries.import_lines l
    set errors = jsonb_build_array(jsonb_build_object('field', f.field, 'reason', f.reason)), delivery = null
    from unnest(${faults.map(({ line }) => line)}::integer[], ${faults.map(({ field }) => field)}::text[],
      ${faults.map(({ reason }) => reason)}::text[]) as f (line, field, reason)
    where l.import_id = ${importId} and l.line = f.line`;
}

export async function dropLines(sql: Queryable, importId: string): Promise<void> {
  await sql`delete from deliveries.import_lines where import_id = ${importId}`;
}

/** Lines of files that nobody asked to import, or that are done, are not kept for ever. */
export async function dropOldLines(tx: Transaction, before: Date): Promise<void> {
  await tx`
    delete from deliveries.import_lines l using deliveries.imports i
    where i.id = l.import_id and i.updated_at < ${before} and i.state <> 'importing'`;
}
