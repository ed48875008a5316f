import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import { holdsWords } from '../../../platform/db/search.ts';
import { visible, type Reach } from './scope.ts';

/** One row of parties.parties. */
export interface Party {
  id: string;
  version: number;
  kind: 'person' | 'company';
  name: string;
  email: string | null;
  phone: string | null;
  language: string | null;
  reference: string | null;
  notes: string | null;
  operator: boolean;
  archivedAt: Date | null;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

const columns = (sql: Queryable) => sql`
  id, version, kind, name, email, phone, language, reference, notes, operator, archived_at, created_by, created_at, updated_at`;

/** Undefined when the id or the reference is taken. */
export async function insertParty(tx: Transaction, row: Party): Promise<Party | undefined> {
  const [inserted] = await tx<Party[]>`
    insert into parties.parties ${tx(row as never)} on conflict do nothing returning ${columns(tx)}`;
  return inserted;
}

export async function findParty(sql: Queryable, id: string, reach: Reach): Promise<Party | undefined> {
  const [row] = await sql<Party[]>`
    select ${columns(sql)} from parties.parties where id = ${id} and ${visible(sql, reach)}`;
  return row;
}

export async function findPartyById(sql: Queryable, id: string): Promise<Party | undefined> {
  const [row] = await sql<Party[]>`select ${columns(sql)} from parties.parties where id = ${id}`;
  return row;
}

/** Locks the row until the transaction ends. */
export async function lockParty(tx: Transaction, id: string, reach: Reach): Promise<Party | undefined> {
  const [row] = await tx<Party[]>`
    select ${columns(tx)} from parties.parties where id = ${id} and ${visible(tx, reach)} for update`;
  return row;
}

export async function updateParty(
  tx: Transaction,
  id: string,
  changes: Partial<Omit<Party, 'id'>>,
): Promise<Party> {
  const [row] = await tx<Party[]>`
    update parties.parties set ${tx(changes as never)} where id = ${id} returning ${columns(tx)}`;
  return row!;
}

/** In whose name is delivered. */
export async function findOperator(sql: Queryable): Promise<Party | undefined> {
  const [row] = await sql<Party[]>`
    select ${columns(sql)} from parties.parties where operator and archived_at is null
    order by updated_at desc limit 1`;
  return row;
}

/** Whoever was the operator and is not `id`; nobody else changes who it is until the transaction ends. */
export async function lockOtherOperators(tx: Transaction, id: string): Promise<Party[]> {
  // First, so that the next statement sees what whoever came before has committed.
  await tx`select pg_advisory_xact_lock(hashtext('parties.operator'))`;
  return tx<Party[]>`
    select ${columns(tx)} from parties.parties where operator and id <> ${id} order by id for update`;
}

export interface PartyFilter {
  kind?: Party['kind'] | undefined;
  q?: string | undefined;
  reference?: string | undefined;
  archived?: boolean | undefined;
  operator?: boolean | undefined;
  afterId?: string | undefined;
  limit: number;
}

/** Oldest first. */
export function listParties(sql: Queryable, filter: PartyFilter, reach: Reach): Promise<Party[]> {
  const { kind, q, reference, archived = false, operator, afterId, limit } = filter;
  return sql<Party[]>`
    select ${columns(sql)} from parties.parties
    where ${visible(sql, reach)}
      and archived_at is ${archived ? sql`not null` : sql`null`}
      ${kind ? sql`and kind = ${kind}` : sql``}
      ${operator === undefined ? sql`` : sql`and operator = ${operator}`}
      ${reference ? sql`and reference = ${reference}` : sql``}
      ${q ? sql`and ${holdsWords(sql, sql`search`, q)}` : sql``}
      ${afterId ? sql`and id > ${afterId}` : sql``}
    order by id limit ${limit}`;
}
