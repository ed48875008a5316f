import type { Queryable } from '../../../platform/db/database.ts';

export interface OidcFlowRow {
  hash: Buffer;
  providerId: string;
  issuer: string;
  purpose: 'login' | 'link';
  userId: string | null;
  sessionId: string | null;
  browserHash: Buffer;
  nonce: string;
  codeVerifier: string;
  returnTo: string;
  createdAt: Date;
  expiresAt: Date;
}

export const insertOidcFlow = (sql: Queryable, row: OidcFlowRow) => sql`
  insert into accounts.oidc_flows
    (hash, provider_id, issuer, purpose, user_id, session_id, browser_hash, nonce, code_verifier, return_to,
      created_at, expires_at)
  values (${row.hash}, ${row.providerId}, ${row.issuer}, ${row.purpose}, ${row.userId}, ${row.sessionId},
    ${row.browserHash}, ${row.nonce}, ${row.codeVerifier}, ${row.returnTo}, ${row.createdAt}, ${row.expiresAt})`;

/** Takes it, once, and only in the browser that began it. A commit of its own: it is over whatever comes of it. */
export async function takeOidcFlow(
  sql: Queryable,
  {
    hash,
    providerId,
    browserHash,
    now,
  }: { hash: Buffer; providerId: string; browserHash: Buffer; now: Date },
): Promise<OidcFlowRow | undefined> {
  const [row] = await sql<OidcFlowRow[]>`
    update accounts.oidc_flows set used_at = ${now}
    where hash = ${hash} and provider_id = ${providerId} and browser_hash = ${browserHash}
      and used_at is null and expires_at > ${now}
    returning hash, provider_id, issuer, purpose, user_id, session_id, browser_hash, nonce, code_verifier,
      return_to, created_at, expires_at`;
  return row;
}
