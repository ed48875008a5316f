import type { z } from 'zod';
import type { PermissionCatalogue } from '../../../platform/auth/scopes.ts';
import type { GrantedRole, StoredReach } from '../queries/grants.ts';
import type { Role } from '../queries/roles.ts';
import type { role, userGrants } from '../role-schema.ts';
import { permissionsOf, together } from './grants.ts';

export function showRole(row: Role, catalogue: PermissionCatalogue): z.input<typeof role> {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    title: row.title,
    description: row.description,
    isDefault: row.isDefault,
    permissions: Object.fromEntries(permissionsOf(row, catalogue)),
    changed: row.isDefault ? Object.keys(row.changes).sort() : [],
    holders: row.holders,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function showGrants(
  userId: string,
  roles: readonly GrantedRole[],
  reach: StoredReach,
  { memberOf, catalogue }: { memberOf: readonly string[]; catalogue: PermissionCatalogue },
): z.input<typeof userGrants> {
  return {
    userId,
    version: reach.version,
    roles: roles.map(({ name, title, grantedBy, grantedAt }) => ({
      name,
      title,
      grantedBy,
      grantedAt: grantedAt.toISOString(),
    })),
    companyIds: reach.companyIds,
    memberOf: [...memberOf],
    regionIds: reach.regionIds,
    permissions: Object.fromEntries(together(roles.map((row) => permissionsOf(row, catalogue)))),
  };
}
