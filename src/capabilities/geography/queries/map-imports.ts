import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import type { ImportPhase } from '../import/progress.ts';
import type { ImportReason } from '../rules/import-reasons.ts';

/** One row of geography.map_imports. */
export interface MapImport {
  id: string;
  version: number;
  state: 'receiving' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  source: 'file' | 'demo';
  name: string;
  fileName: string | null;
  sizeBytes: number;
  uploadId: string | null;
  startedBy: string;
  createdAt: Date;
  updatedAt: Date;
  phase: ImportPhase | null;
  percent: number;
  begunAt: Date | null;
  runner: string | null;
  leaseUntil: Date | null;
  deaths: number;
  reason: ImportReason | null;
  failure: string | null;
}

/** With what only the clock of the database can say. */
export interface MapImportNow extends MapImport {
  runningSeconds: number | null;
  /** It runs, and whoever made it has not been heard of for a while. */
  stalled: boolean;
}

type NewImport = Pick<
  MapImport,
  'id' | 'state' | 'source' | 'name' | 'fileName' | 'sizeBytes' | 'uploadId' | 'startedBy' | 'createdAt'
>;

/** A running import is given a sign of life every second. */
const leaseSeconds = 15;
const silentSeconds = 5;

const columns = (sql: Queryable) => sql`
  id, version, state, source, name, file_name, size_bytes, upload_id, started_by, created_at, updated_at, phase,
  percent, begun_at, runner, lease_until, deaths, reason, failure`;

const columnsNow = (sql: Queryable) => sql`
  ${columns(sql)}, extract(epoch from clock_timestamp() - begun_at)::float8 as running_seconds,
  coalesce(lease_until < clock_timestamp() + make_interval(secs => ${leaseSeconds - silentSeconds}), false) as stalled`;

const leased = (sql: Queryable) => sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})`;

/** Undefined when another of this name is open. */
export async function insertImport(tx: Transaction, row: NewImport): Promise<MapImport | undefined> {
  const values = { ...row, version: 1, updatedAt: row.createdAt };
  const [inserted] = await tx<MapImport[]>`
    insert into geography.map_imports ${tx(values as never)} on conflict do nothing returning ${columns(tx)}`;
  return inserted;
}

export async function findImport(sql: Queryable, id: string): Promise<MapImportNow | undefined> {
  const [row] = await sql<MapImportNow[]>`
    select ${columnsNow(sql)} from geography.map_imports where id = ${id}`;
  return row;
}

/** The one of this name that is not over yet, locked. */
export async function lockOpenImport(tx: Transaction, name: string): Promise<MapImport | undefined> {
  const [row] = await tx<MapImport[]>`
    select ${columns(tx)} from geography.map_imports
    where name = ${name} and state in ('receiving', 'waiting', 'running') for update`;
  return row;
}

export async function lockImport(
  tx: Transaction,
  by: { id: string } | { uploadId: string },
): Promise<MapImport | undefined> {
  const [row] = await tx<MapImport[]>`
    select ${columns(tx)} from geography.map_imports
    where ${'id' in by ? tx`id = ${by.id}` : tx`upload_id = ${by.uploadId}`} for update`;
  return row;
}

/** The newest first: ids are made in the order of time. */
export const listImports = (
  sql: Queryable,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<MapImportNow[]> => sql<MapImportNow[]>`
  select ${columnsNow(sql)} from geography.map_imports
  ${before ? sql`where id < ${before}::uuid` : sql``}
  order by id desc limit ${limit}`;

/** Moves it on by a version; a run that ends gives its lease back. */
export async function moveImport(
  tx: Transaction,
  { id, version }: Pick<MapImport, 'id' | 'version'>,
  changes: Partial<Pick<MapImport, 'phase' | 'percent' | 'deaths' | 'reason' | 'failure'>> & {
    state: Exclude<MapImport['state'], 'running'>;
    updatedAt: Date;
  },
): Promise<MapImport> {
  const values = { ...changes, version: version + 1, runner: null, leaseUntil: null };
  const [row] = await tx<MapImport[]>`
    update geography.map_imports set ${tx(values as never)} where id = ${id} returning ${columns(tx)}`;
  return row!;
}

/** Imports whose runner was last heard of longer ago than its lease, locked. */
export const lockDeadRuns = (tx: Transaction): Promise<MapImport[]> => tx<MapImport[]>`
  select ${columns(tx)} from geography.map_imports
  where state = 'running' and lease_until < clock_timestamp() for update skip locked`;

/** Undefined when it does not wait, or another one runs. */
export async function takeImport(
  tx: Transaction,
  id: string,
  { runner, updatedAt }: { runner: string; updatedAt: Date },
): Promise<MapImport | undefined> {
  const [row] = await tx<MapImport[]>`
    update geography.map_imports set state = 'running', version = version + 1, runner = ${runner},
      begun_at = clock_timestamp(), lease_until = ${leased(tx)}, phase = 'reading', percent = 0,
      updated_at = ${updatedAt}
    where id = ${id} and state = 'waiting'
      and not exists (select from geography.map_imports other where other.state = 'running')
    returning ${columns(tx)}`;
  return row;
}

/** False when it is no longer this runner's: cancelled, or taken over by another. */
export async function renewLease(
  sql: Queryable,
  { id, runner }: { id: string; runner: string },
  { phase, percent }: { phase: ImportPhase; percent: number },
): Promise<boolean> {
  const rows = await sql`
    update geography.map_imports set lease_until = ${leased(sql)}, phase = ${phase}, percent = ${percent}
    where id = ${id} and runner = ${runner} returning id`;
  return rows.length > 0;
}
