import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import { type contentTypes, dataType } from '../schema.ts';

export type DocumentType = (typeof contentTypes)[number];

/** One row of documents.uploads. */
export interface Upload {
  id: string;
  version: number;
  state: 'receiving' | 'complete';
  contentType: DocumentType | typeof dataType;
  sizeBytes: number;
  receivedBytes: number;
  sha256: Uint8Array | null;
  createdBy: string;
  partyId: string | null;
  createdAt: Date;
  updatedAt: Date;
  expiresAt: Date | null;
}

export interface Reach {
  actor: Actor;
  scope: Scope;
}

const columns = (sql: Queryable) => sql`
  id, version, state, content_type, size_bytes, received_bytes, sha256, created_by, party_id, created_at, updated_at,
  expires_at`;

/** Which uploads the actor may reach: those they sent, or all; data belongs to who announced it alone. */
const visible = (sql: Queryable, { actor, scope }: Reach) =>
  scope === 'all'
    ? sql`(content_type <> ${dataType} or created_by = ${actor.id})`
    : sql`(created_by = ${actor.id} or party_id = ${actor.partyId}::uuid)`;

/** Undefined when the id is taken. */
export async function insertUpload(tx: Transaction, row: Upload): Promise<Upload | undefined> {
  const [inserted] = await tx<Upload[]>`
    insert into documents.uploads ${tx(row as never)} on conflict do nothing returning ${columns(tx)}`;
  return inserted;
}

export async function findUpload(sql: Queryable, id: string, reach: Reach): Promise<Upload | undefined> {
  const [row] = await sql<Upload[]>`
    select ${columns(sql)} from documents.uploads where id = ${id} and ${visible(sql, reach)}`;
  return row;
}

export async function findUploadById(sql: Queryable, id: string): Promise<Upload | undefined> {
  const [row] = await sql<Upload[]>`select ${columns(sql)} from documents.uploads where id = ${id}`;
  return row;
}

/** How many bytes have arrived of each that is still there. */
export async function receivedOf(sql: Queryable, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; receivedBytes: number }[]>`
    select id, received_bytes from documents.uploads where id = any(${ids as string[]}::uuid[])`;
  return new Map(rows.map(({ id, receivedBytes }) => [id, receivedBytes]));
}

/** Locks the row until the transaction ends; without a reach whoever it belongs to. */
export async function lockUpload(tx: Transaction, id: string, reach?: Reach): Promise<Upload | undefined> {
  const [row] = await tx<Upload[]>`
    select ${columns(tx)} from documents.uploads
    where id = ${id} and ${reach ? visible(tx, reach) : tx`true`} for update`;
  return row;
}

export async function updateUpload(
  tx: Transaction,
  id: string,
  changes: Partial<Omit<Upload, 'id'>>,
): Promise<Upload> {
  const [row] = await tx<Upload[]>`
    update documents.uploads set ${tx(changes as never)} where id = ${id} returning ${columns(tx)}`;
  return row!;
}

/** Half uploads whose time is over, locked; those that are being written to at this moment are left out. */
export const lockExpired = (tx: Transaction, now: Date, limit: number): Promise<Upload[]> => tx<Upload[]>`
  select ${columns(tx)} from documents.uploads
  where state = 'receiving' and expires_at < ${now}
  order by expires_at limit ${limit} for update skip locked`;

export async function deleteUploads(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx`delete from documents.uploads where id = any(${ids as string[]}::uuid[])`;
}
