import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface OidcIdentityRow {
  id: string;
  userId: string;
  issuer: string;
  subject: string;
  providerId: string;
  mail: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const columns = (sql: Queryable) =>
  sql`id, user_id, issuer, subject, provider_id, mail, created_at, last_used_at`;

export async function findOidcIdentity(
  sql: Queryable,
  issuer: string,
  subject: string,
): Promise<OidcIdentityRow | undefined> {
  const [row] = await sql<OidcIdentityRow[]>`
    select ${columns(sql)} from accounts.oidc_identities where issuer = ${issuer} and subject = ${subject}`;
  return row;
}

export const listOidcIdentities = (sql: Queryable, userId: string): Promise<OidcIdentityRow[]> =>
  sql<OidcIdentityRow[]>`
    select ${columns(sql)} from accounts.oidc_identities where user_id = ${userId}
    order by created_at, id limit 100`;

/** False when it is linked already, to whomever. */
export async function insertOidcIdentity(
  tx: Transaction,
  row: Omit<OidcIdentityRow, 'lastUsedAt'>,
): Promise<boolean> {
  const { count } = await tx`
    insert into accounts.oidc_identities (id, user_id, issuer, subject, provider_id, mail, created_at)
    values (${row.id}, ${row.userId}, ${row.issuer}, ${row.subject}, ${row.providerId}, ${row.mail},
      ${row.createdAt})
    on conflict (issuer, subject) do nothing`;
  return count === 1;
}

export const useOidcIdentity = (tx: Transaction, id: string, now: Date) => tx`
  update accounts.oidc_identities set last_used_at = ${now} where id = ${id}`;

export async function deleteOidcIdentity(
  tx: Transaction,
  userId: string,
  id: string,
): Promise<OidcIdentityRow | undefined> {
  const [row] = await tx<OidcIdentityRow[]>`
    delete from accounts.oidc_identities where user_id = ${userId} and id = ${id} returning ${columns(tx)}`;
  return row;
}
