import type { Queryable, Transaction } from '../../../platform/db/database.ts';

/** One row of accounts.users. */
export interface User {
  id: string;
  version: number;
  partyId: string;
  mail: string;
  mailVerifiedAt: Date | null;
  name: string;
  language: string;
  passwordHash: string | null;
  passwordChangedAt: Date | null;
  deactivatedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** With the names of the roles that they have. */
export interface UserWithRoles extends User {
  roles: string[];
}

const columns = (sql: Queryable) => sql`
  id, version, party_id, mail, mail_verified_at, name, language, password_hash, password_changed_at, deactivated_at,
  created_at, updated_at`;

const withRoles = (sql: Queryable) => sql`
  ${columns(sql)},
  (select coalesce(array_agg(role order by role), '{}') from accounts.user_roles where user_id = users.id) as roles`;

/** Undefined when the address or the person has a user already. */
export async function insertUser(tx: Transaction, row: User): Promise<User | undefined> {
  const [saved] = await tx<User[]>`
    insert into accounts.users ${tx(row as never)} on conflict do nothing returning ${columns(tx)}`;
  return saved;
}

/** Addresses are compared without regard to case; the form that was typed is kept for sending. */
export async function findUserByMail(sql: Queryable, mail: string): Promise<User | undefined> {
  const [row] = await sql<User[]>`
    select ${columns(sql)} from accounts.users where lower(mail) = lower(${mail})`;
  return row;
}

export async function findUser(sql: Queryable, id: string): Promise<UserWithRoles | undefined> {
  const [row] = await sql<UserWithRoles[]>`select ${withRoles(sql)} from accounts.users where id = ${id}`;
  return row;
}

export async function lockUser(tx: Transaction, id: string): Promise<User | undefined> {
  const [row] = await tx<User[]>`select ${columns(tx)} from accounts.users where id = ${id} for update`;
  return row;
}

export async function updateUser(tx: Transaction, id: string, changes: Partial<User>): Promise<User> {
  const [row] = await tx<User[]>`
    update accounts.users set ${tx(changes as never)} where id = ${id} returning ${columns(tx)}`;
  if (!row) throw new Error(`User ${id} vanished under its own lock`);
  return row;
}

export function listUsers(
  sql: Queryable,
  filter: {
    deactivated?: boolean | undefined;
    q?: string | undefined;
    afterId?: string | undefined;
    limit: number;
  },
): Promise<UserWithRoles[]> {
  const { deactivated, q, afterId, limit } = filter;
  const part = q === undefined ? '' : `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql<UserWithRoles[]>`
    select ${withRoles(sql)} from accounts.users
    where true
      ${deactivated === undefined ? sql`` : deactivated ? sql`and deactivated_at is not null` : sql`and deactivated_at is null`}
      ${q === undefined ? sql`` : sql`and (lower(mail) like ${part} or lower(name) like ${part})`}
      ${afterId ? sql`and id > ${afterId}` : sql``}
    order by id limit ${limit}`;
}

export async function hasUsers(sql: Queryable): Promise<boolean> {
  const [row] = await sql<{ found: boolean }[]>`select exists (select from accounts.users) as found`;
  return row?.found ?? false;
}

/** Until the transaction ends no other one sets up the first user. */
export const lockSetup = (tx: Transaction) => tx`select pg_advisory_xact_lock(hashtext('accounts.setup'))`;
