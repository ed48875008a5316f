import type { Queryable, Transaction } from '../../../platform/db/database.ts';

/** One row of accounts.invitations. */
export interface Invitation {
  id: string;
  version: number;
  role: string;
  mail: string | null;
  name: string | null;
  language: string;
  partyId: string | null;
  companyId: string | null;
  invitedBy: string;
  refusedTries: number;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  acceptedBy: string | null;
  withdrawnAt: Date | null;
}

const columns = (sql: Queryable) => sql`
  id, version, role, mail, name, language, party_id, company_id, invited_by, refused_tries, created_at, expires_at,
  accepted_at, accepted_by, withdrawn_at`;

export const insertInvitation = (tx: Transaction, row: Invitation & { hash: Buffer }) => tx`
  insert into accounts.invitations ${tx(row as never)}`;

export async function findInvitation(sql: Queryable, id: string): Promise<Invitation | undefined> {
  const [row] = await sql<Invitation[]>`select ${columns(sql)} from accounts.invitations where id = ${id}`;
  return row;
}

export async function findInvitationByToken(sql: Queryable, hash: Buffer): Promise<Invitation | undefined> {
  const [row] = await sql<
    Invitation[]
  >`select ${columns(sql)} from accounts.invitations where hash = ${hash}`;
  return row;
}

export async function lockInvitation(
  tx: Transaction,
  by: { id: string } | { hash: Buffer },
): Promise<Invitation | undefined> {
  const [row] = await tx<Invitation[]>`
    select ${columns(tx)} from accounts.invitations
    where ${'id' in by ? tx`id = ${by.id}` : tx`hash = ${by.hash}`} for update`;
  return row;
}

export const setInvitationToken = (sql: Queryable, id: string, hash: Buffer) => sql`
  update accounts.invitations set hash = ${hash} where id = ${id}`;

export const updateInvitation = (tx: Transaction, id: string, changes: Partial<Invitation>) => tx`
  update accounts.invitations set ${tx(changes as never)} where id = ${id}`;

export const countRefusedTry = (sql: Queryable, hash: Buffer) => sql`
  update accounts.invitations set refused_tries = refused_tries + 1 where hash = ${hash}`;

/** The newest first. */
export const listInvitations = (
  sql: Queryable,
  { before, limit }: { before: readonly [Date, string] | undefined; limit: number },
): Promise<Invitation[]> => sql<Invitation[]>`
  select ${columns(sql)} from accounts.invitations
  ${before ? sql`where (created_at, id) < (${before[0]}, ${before[1]}::uuid)` : sql``}
  order by created_at desc, id desc limit ${limit}`;
