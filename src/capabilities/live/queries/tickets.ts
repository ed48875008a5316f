import type { Queryable } from '../../../platform/db/database.ts';

export interface StoredTicket {
  actor: unknown;
  sessionExpiresAt: Date | null;
}

export async function insertTicket(
  sql: Queryable,
  ticket: { hash: Buffer; actor: object; sessionExpiresAt: Date | null; expiresAt: Date },
): Promise<void> {
  await sql`
    insert into live.tickets (hash, actor, session_expires_at, expires_at)
    values (${ticket.hash}, ${JSON.stringify(ticket.actor)}::text::jsonb, ${ticket.sessionExpiresAt}, ${ticket.expiresAt})`;
}

/** Takes the ticket out: of two that use it at once, one gets it. Tickets that ran out go with it. */
export async function takeTicket(sql: Queryable, hash: Buffer, now: Date): Promise<StoredTicket | undefined> {
  const [row] = await sql<(StoredTicket & { valid: boolean })[]>`
    with taken as (
      delete from live.tickets where hash = ${hash} or expires_at < ${now}
      returning hash, actor, session_expires_at, expires_at
    )
    select actor, session_expires_at from taken where hash = ${hash} and expires_at >= ${now}`;
  return row;
}
