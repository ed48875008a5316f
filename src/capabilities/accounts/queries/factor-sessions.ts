import type { Queryable, Transaction } from '../../../platform/db/database.ts';

export interface ConfirmedSession {
  createdAt: Date;
  confirmedAt: Date | null;
  factors: string[];
  enrolOnly: boolean;
}

export async function findConfirmation(
  sql: Queryable,
  sessionId: string,
): Promise<ConfirmedSession | undefined> {
  const [row] = await sql<ConfirmedSession[]>`
    select created_at, confirmed_at, factors, enrol_only from accounts.sessions where id = ${sessionId}`;
  return row;
}

export const setConfirmed = (tx: Transaction, sessionId: string, now: Date) => tx`
  update accounts.sessions set confirmed_at = ${now} where id = ${sessionId}`;

export const setEnrolOnly = (tx: Transaction, sessionId: string) => tx`
  update accounts.sessions set enrol_only = true where id = ${sessionId}`;

/** The user has a factor now: what their sessions were kept from is open to them. */
export const freeSessions = (tx: Transaction, userId: string) => tx`
  update accounts.sessions set enrol_only = false where user_id = ${userId} and enrol_only`;
