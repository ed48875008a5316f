import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export type LinkKind = 'signUp' | 'verifyMail' | 'passwordReset' | 'mailChange' | 'setup';

/** One row of accounts.one_time_links. */
export interface Link {
  id: string;
  kind: LinkKind;
  userId: string | null;
  mail: string | null;
  details: Record<string, string>;
  createdAt: Date;
  expiresAt: Date;
}

const columns = (sql: Queryable) => sql`id, kind, user_id, mail, details, created_at, expires_at`;

export const insertLink = (tx: Transaction, { details, ...row }: Link & { hash?: Buffer }) => tx`
  insert into accounts.one_time_links ${tx({ ...row, details: tx.json(details) } as never)}`;

export async function findLink(sql: Queryable, id: string): Promise<Link | undefined> {
  const [row] = await sql<Link[]>`
    select ${columns(sql)} from accounts.one_time_links where id = ${id} and used_at is null`;
  return row;
}

/** Whether a token is one of a link that can still be used, without using it. */
export async function peekLink(
  sql: Queryable,
  kinds: readonly LinkKind[],
  hash: Buffer,
  now: Date,
): Promise<Link | undefined> {
  const [row] = await sql<Link[]>`
    select ${columns(sql)} from accounts.one_time_links
    where hash = ${hash} and kind = any(${kinds as string[]}) and used_at is null and expires_at > ${now}`;
  return row;
}

/** Gives the link its token, or another one when its mail has to be sent again. */
export const setLinkToken = (
  sql: Queryable,
  id: string,
  { hash, userId }: { hash: Buffer; userId: string | null },
) => sql`
  update accounts.one_time_links set hash = ${hash}, user_id = ${userId} where id = ${id}`;

/** Uses it up: of two that try at once one gets it. */
export async function takeLink(
  tx: Transaction,
  kinds: readonly LinkKind[],
  hash: Buffer,
  now: Date,
): Promise<Link | undefined> {
  const [row] = await tx<Link[]>`
    update accounts.one_time_links set used_at = ${now}
    where hash = ${hash} and kind = any(${kinds as string[]}) and used_at is null and expires_at > ${now}
    returning ${columns(tx)}`;
  return row;
}

export const deleteLink = (sql: Queryable, id: string) => sql`
  delete from accounts.one_time_links where id = ${id}`;

/** Other links of the same kind are worth nothing once one was used. */
export const deleteLinks = (
  tx: Transaction,
  kind: LinkKind,
  { mail, userId }: { mail?: string; userId?: string },
) => tx`
  delete from accounts.one_time_links
  where kind = ${kind} and used_at is null
    ${mail === undefined ? tx`` : tx`and lower(mail) = lower(${mail})`}
    ${userId === undefined ? tx`` : tx`and user_id = ${userId}`}`;

export const dropLinksBefore = (tx: Transaction, before: Date) => tx`
  delete from accounts.one_time_links where expires_at < ${before}`;
