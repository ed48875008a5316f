import type { Permission, Scope } from '../../../platform/auth/actor.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';

/** One row of accounts.roles with what is kept of its permissions. */
export interface Role {
  id: string;
  version: number;
  name: string;
  title: string;
  description: string | null;
  isDefault: boolean;
  changes: Record<Permission, Scope | null>;
  /** Users who have it. */
  holders: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
}

const columns = (sql: Queryable) => sql`
  r.id, r.version, r.name, r.title, r.description, r.is_default, r.created_by, r.created_at, r.updated_at,
  (select coalesce(jsonb_object_agg(p.permission, p.scope), '{}') from accounts.role_permissions p
   where p.role_id = r.id) as changes,
  (select count(*)::integer from accounts.user_roles g where g.role = r.name) as holders`;

/** In the order of their names; an operator has few. */
export const listRoles = (
  sql: Queryable,
  { afterName, limit }: { afterName?: string | undefined; limit: number },
): Promise<Role[]> => sql<Role[]>`
  select ${columns(sql)} from accounts.roles r
  ${afterName ? sql`where r.name > ${afterName}` : sql``} order by r.name limit ${limit}`;

export async function findRole(sql: Queryable, id: string): Promise<Role | undefined> {
  const [row] = await sql<Role[]>`select ${columns(sql)} from accounts.roles r where r.id = ${id}`;
  return row;
}

/** Locks the row until the transaction ends. */
export async function lockRole(tx: Transaction, id: string): Promise<Role | undefined> {
  await tx`select id from accounts.roles where id = ${id} for update`;
  return findRole(tx, id);
}

/** Keeps them from being deleted or renamed until the transaction ends. */
export async function rolesByName(tx: Transaction, names: readonly string[]): Promise<Role[]> {
  await tx`select id from accounts.roles where name = any(${names as string[]}) order by name for key share`;
  return tx<Role[]>`
    select ${columns(tx)} from accounts.roles r where r.name = any(${names as string[]}) order by r.name`;
}

/** Whether it was written: false when the name or id is taken. */
export async function insertRole(
  tx: Transaction,
  { changes: _, holders: __, ...row }: Role,
): Promise<boolean> {
  const rows = await tx`insert into accounts.roles ${tx(row as never)} on conflict do nothing returning id`;
  return rows.length > 0;
}

export async function updateRole(
  tx: Transaction,
  id: string,
  changes: Partial<Pick<Role, 'version' | 'title' | 'description' | 'updatedAt'>>,
): Promise<void> {
  await tx`update accounts.roles set ${tx(changes as never)} where id = ${id}`;
}

/** In place of what was kept before. */
export async function putRolePermissions(
  tx: Transaction,
  roleId: string,
  changes: Readonly<Record<Permission, Scope | null>>,
): Promise<void> {
  await tx`delete from accounts.role_permissions where role_id = ${roleId}`;
  const rows = Object.entries(changes).map(([permission, scope]) => ({ roleId, permission, scope }));
  if (rows.length > 0) await tx`insert into accounts.role_permissions ${tx(rows)}`;
}

/** @throws 23503 when somebody has it */
export async function deleteRole(tx: Transaction, id: string): Promise<void> {
  await tx`delete from accounts.roles where id = ${id}`;
}

/** Gives everybody who has one role another instead. @returns their ids */
export async function moveHolders(
  tx: Transaction,
  { from, to, by, now }: { from: string; to: string; by: string; now: Date },
): Promise<string[]> {
  await tx`
    insert into accounts.user_roles (user_id, role, granted_by, granted_at)
    select user_id, ${to}, ${by}, ${now} from accounts.user_roles where role = ${from}
    on conflict do nothing`;
  const moved = await tx<{ userId: string }[]>`
    delete from accounts.user_roles where role = ${from} returning user_id`;
  return moved.map(({ userId }) => userId);
}
