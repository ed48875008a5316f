import type { Permission, Scope } from '../../../platform/auth/actor.ts';
import type { PermissionCatalogue } from '../../../platform/auth/permissions.ts';

/** The roles that exist from the start. */
export const defaultRoles = [
  'customer',
  'driver',
  'dispatcher',
  'carrier',
  'host',
  'support',
  'admin',
] as const;

const reach: readonly Scope[] = ['own', 'party', 'region', 'all'];

/** What several roles allow together: of two scopes for one permission the wider one counts. */
export function grantsOf(
  roles: readonly string[],
  catalogue: PermissionCatalogue,
): ReadonlyMap<Permission, Scope> {
  const grants = new Map<Permission, Scope>();
  for (const [permission, definition] of Object.entries(catalogue))
    for (const role of roles) {
      const scope = definition.roles[role];
      const held = grants.get(permission);
      if (scope && (!held || reach.indexOf(scope) > reach.indexOf(held))) grants.set(permission, scope);
    }
  return grants;
}
