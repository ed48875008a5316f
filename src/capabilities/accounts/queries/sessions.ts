import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export type Transport = 'cookie' | 'body';

/** One row of accounts.sessions. */
export interface Session {
  id: string;
  version: number;
  userId: string;
  transport: Transport;
  deviceName: string | null;
  userAgent: string | null;
  address: string | null;
  factors: string[];
  seed: Buffer;
  createdAt: Date;
  lastUsedAt: Date;
  idleExpiresAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  endReason: string | null;
}

const columns = (sql: Queryable) => sql`
  id, version, user_id, transport, device_name, user_agent, address, factors, seed, created_at, last_used_at,
  idle_expires_at, expires_at, ended_at, end_reason`;

/** Not sent until awaited. */
export const insertSession = (tx: Transaction, row: Session) => tx`
  insert into accounts.sessions ${tx(row as never)}`;

export const insertRefreshToken = (tx: Transaction, hash: Buffer, sessionId: string, issuedAt: Date) => tx`
  insert into accounts.refresh_tokens (hash, session_id, issued_at) values (${hash}, ${sessionId}, ${issuedAt})`;

/** When a refresh token was followed by another one, with its session locked against a second refresh. */
export async function lockRefreshToken(
  tx: Transaction,
  hash: Buffer,
): Promise<{ session: Session; rotatedAt: Date | null } | undefined> {
  const [session] = await tx<Session[]>`
    select ${columns(tx)} from accounts.sessions
    where id = (select session_id from accounts.refresh_tokens where hash = ${hash})
    for update`;
  if (!session) return undefined;
  // Only under the lock it is certain whether another request has rotated it.
  const [token] = await tx<{ rotatedAt: Date | null }[]>`
    select rotated_at from accounts.refresh_tokens where hash = ${hash}`;
  return token && { session, rotatedAt: token.rotatedAt };
}

export const markRotated = (tx: Transaction, hash: Buffer, now: Date) => tx`
  update accounts.refresh_tokens set rotated_at = ${now} where hash = ${hash}`;

export interface LastUse {
  lastUsedAt: Date;
  idleExpiresAt: Date;
  address: string | null;
  userAgent: string | null;
}

export const noteUse = (tx: Transaction, id: string, use: LastUse) => tx`
  update accounts.sessions set ${tx(use as never)} where id = ${id}`;

const open = (sql: Queryable, now: Date) => sql`
  ended_at is null and expires_at > ${now} and idle_expires_at > ${now}`;

/** Open sessions, the last used first. */
export const listSessions = (sql: Queryable, userId: string, now: Date): Promise<Session[]> => sql<Session[]>`
  select ${columns(sql)} from accounts.sessions
  where user_id = ${userId} and ${open(sql, now)}
  order by last_used_at desc, id limit 200`;

/** Ends open sessions of a user: one, all, or all but one. */
export function endSessions(
  tx: Transaction,
  which: { userId: string; only?: string | undefined; except?: string | undefined },
  { now, reason }: { now: Date; reason: string },
): Promise<{ id: string; version: number }[]> {
  const { userId, only, except } = which;
  return tx<{ id: string; version: number }[]>`
    update accounts.sessions set ended_at = ${now}, end_reason = ${reason}, version = version + 1
    where user_id = ${userId} and ended_at is null
      ${only === undefined ? tx`` : tx`and id = ${only}`}
      ${except === undefined ? tx`` : tx`and id <> ${except}`}
    returning id, version`;
}

export interface LiveSession {
  userId: string;
  partyId: string;
  /** It may add a second factor and do nothing else. */
  enrolOnly: boolean;
  expiresAt: Date;
}

/** Whose session it is, as long as it and the user may be used. */
export async function findLiveSession(
  sql: Queryable,
  id: string,
  now: Date,
): Promise<LiveSession | undefined> {
  const [row] = await sql<LiveSession[]>`
    select u.id as user_id, u.party_id, s.enrol_only, least(s.expires_at, s.idle_expires_at) as expires_at
    from accounts.sessions s join accounts.users u on u.id = s.user_id
    where s.id = ${id} and s.ended_at is null and s.expires_at > ${now} and s.idle_expires_at > ${now}
      and u.deactivated_at is null`;
  return row;
}

/** Removes what ended or ran out before a time, at most `limit` at once. Its refresh tokens go with it. */
export async function dropSessionsBefore(tx: Transaction, before: Date, limit: number): Promise<number> {
  const rows = await tx`
    delete from accounts.sessions where id in (
      select id from accounts.sessions where coalesce(ended_at, expires_at) < ${before} limit ${limit})
    returning id`;
  return rows.length;
}
