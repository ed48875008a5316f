import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface OidcConnectionRow {
  id: string;
  version: number;
  name: string;
  issuer: string;
  clientId: string;
  /** Sealed. */
  clientSecret: string | null;
  scopes: string[];
  signUp: boolean;
  disabledAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

const columns = (sql: Queryable) => sql`
  id, version, name, issuer, client_id, client_secret, scopes, sign_up, disabled_at, created_at, updated_at`;

/** All of them: a deployment has a handful, and the API takes no more than a hundred. */
export const listOidcConnections = (sql: Queryable): Promise<OidcConnectionRow[]> => sql<OidcConnectionRow[]>`
  select ${columns(sql)} from accounts.oidc_connections order by name, id limit 100`;

export async function findOidcConnection(sql: Queryable, id: string): Promise<OidcConnectionRow | undefined> {
  const [row] = await sql<OidcConnectionRow[]>`
    select ${columns(sql)} from accounts.oidc_connections where id = ${id}`;
  return row;
}

export async function lockOidcConnection(
  tx: Transaction,
  id: string,
): Promise<OidcConnectionRow | undefined> {
  const [row] = await tx<OidcConnectionRow[]>`
    select ${columns(tx)} from accounts.oidc_connections where id = ${id} for update`;
  return row;
}

export async function insertOidcConnection(tx: Transaction, row: OidcConnectionRow): Promise<boolean> {
  const { count } = await tx`
    insert into accounts.oidc_connections
      (id, version, name, issuer, client_id, client_secret, scopes, sign_up, disabled_at, created_at, updated_at)
    values (${row.id}, ${row.version}, ${row.name}, ${row.issuer}, ${row.clientId}, ${row.clientSecret},
      ${row.scopes}, ${row.signUp}, ${row.disabledAt}, ${row.createdAt}, ${row.updatedAt})
    on conflict (id) do nothing`;
  return count === 1;
}

export const updateOidcConnection = (tx: Transaction, row: OidcConnectionRow) => tx`
  update accounts.oidc_connections
  set version = ${row.version}, name = ${row.name}, client_id = ${row.clientId},
    client_secret = ${row.clientSecret}, scopes = ${row.scopes}, sign_up = ${row.signUp},
    disabled_at = ${row.disabledAt}, updated_at = ${row.updatedAt}
  where id = ${row.id}`;
