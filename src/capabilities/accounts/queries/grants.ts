import type { Permission, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';

/** A role that a user has, with what is kept of it. */
export interface GrantedRole {
  id: string;
  name: string;
  title: string;
  isDefault: boolean;
  changes: Record<Permission, Scope | null>;
  grantedBy: string;
  grantedAt: Date;
}

export const listGrants = (sql: Queryable, userId: string): Promise<GrantedRole[]> => sql<GrantedRole[]>`
  select r.id, r.name, r.title, r.is_default, g.granted_by, g.granted_at,
    (select coalesce(jsonb_object_agg(p.permission, p.scope), '{}') from accounts.role_permissions p
     where p.role_id = r.id) as changes
  from accounts.user_roles g join accounts.roles r on r.name = g.role
  where g.user_id = ${userId} order by r.name`;

/** What was granted to a user beside roles: where their scopes reach. */
export interface StoredReach {
  /** Of the whole of a user's grants; 0 before they were ever changed. */
  version: number;
  companyIds: string[];
  regionIds: string[];
}

export async function findReach(sql: Queryable, userId: string): Promise<StoredReach> {
  const [row] = await sql<StoredReach[]>`
    select version, company_ids, region_ids from accounts.reaches where user_id = ${userId}`;
  return row ?? { version: 0, companyIds: [], regionIds: [] };
}

/** The same under a lock that lets one change a user's grants at a time. */
export async function lockReach(tx: Transaction, userId: string, now: Date): Promise<StoredReach> {
  await tx`
    insert into accounts.reaches (user_id, version, updated_at) values (${userId}, 0, ${now})
    on conflict do nothing`;
  await tx`select user_id from accounts.reaches where user_id = ${userId} for update`;
  return findReach(tx, userId);
}

export async function updateReach(
  tx: Transaction,
  userId: string,
  { version, companyIds, regionIds, now }: StoredReach & { now: Date },
): Promise<void> {
  await tx`
    update accounts.reaches set version = ${version}, company_ids = ${companyIds}::uuid[],
      region_ids = ${regionIds}::uuid[], updated_at = ${now}
    where user_id = ${userId}`;
}

export async function insertGrants(
  tx: Transaction,
  rows: readonly { userId: string; role: string; grantedBy: string; grantedAt: Date }[],
): Promise<void> {
  if (rows.length > 0) await tx`insert into accounts.user_roles ${tx(rows as never)} on conflict do nothing`;
}

export async function deleteGrants(tx: Transaction, userId: string, roles: readonly string[]): Promise<void> {
  await tx`delete from accounts.user_roles where user_id = ${userId} and role = any(${roles as string[]})`;
}

/** Lets the database say now, instead of at the commit, when nobody would be an admin any more. */
export async function checkLastAdmin(tx: Transaction): Promise<void> {
  await tx`set constraints accounts.last_admin, accounts.last_active_admin immediate`;
}
