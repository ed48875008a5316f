import type { Actor, Permission, Scope } from '../../../platform/auth/actor.ts';
import {
  holdsScope,
  narrower,
  wider,
  type Grants,
  type PermissionCatalogue,
} from '../../../platform/auth/scopes.ts';

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

/** What a role is made of, as it is kept. */
export interface RoleTerms {
  name: string;
  isDefault: boolean;
  /** Of an own role all that it may do; of a default one what differs from its declaration, null for what it lost. */
  changes: Readonly<Record<Permission, Scope | null>>;
}

/** What a role may do. Permissions that no module declares any more are left out. */
export function permissionsOf(role: RoleTerms, catalogue: PermissionCatalogue): Map<Permission, Scope> {
  const held = new Map<Permission, Scope>();
  for (const [permission, { roles }] of Object.entries(catalogue)) {
    const change = role.changes[permission];
    const scope = change === undefined && role.isDefault ? roles[role.name] : change;
    if (scope) held.set(permission, scope);
  }
  return held;
}

/** Kept of a default role: what differs from its declaration. Of an own role: everything. */
export function changesFor(
  role: Pick<RoleTerms, 'name' | 'isDefault'>,
  wanted: Readonly<Record<Permission, Scope>>,
  catalogue: PermissionCatalogue,
): Record<Permission, Scope | null> {
  if (!role.isDefault) return { ...wanted };
  const changes: Record<Permission, Scope | null> = {};
  for (const [permission, { roles }] of Object.entries(catalogue)) {
    const scope = wanted[permission];
    if (scope !== roles[role.name]) changes[permission] = scope ?? null;
  }
  return changes;
}

/** What several roles allow together: of two scopes for one permission the wider one counts. */
export function together(all: readonly Grants[]): Map<Permission, Scope> {
  const grants = new Map<Permission, Scope>();
  for (const each of all)
    for (const [permission, scope] of each) {
      const held = grants.get(permission);
      grants.set(permission, held ? wider(held, scope) : scope);
    }
  return grants;
}

/** What default roles allow together, as the modules declare them. */
export const grantsOf = (roles: readonly string[], catalogue: PermissionCatalogue): Grants =>
  together(roles.map((name) => permissionsOf({ name, isDefault: true, changes: {} }, catalogue)));

/** Where grants reach: the companies of the scope party, the regions of the scope region. */
export interface GrantReach {
  companyIds: readonly string[];
  regionIds: readonly string[];
}

/** Permissions that the actor does not hold, or not so far. Nobody gives what they do not have. */
export function notHeldBy(
  actor: Actor,
  asked: Grants,
  { companyIds, regionIds }: GrantReach = { companyIds: [], regionIds: [] },
): Permission[] {
  if (actor.kind === 'system') return [];
  return [...asked]
    .filter(([permission, scope]) => {
      const held = actor.grants.get(permission);
      if (!holdsScope(held, scope)) return true;
      if (held === 'all') return false;
      if (scope === 'party') return companyIds.some((id) => !actor.companyIds.includes(id));
      return scope === 'region' && regionIds.some((id) => !actor.regionIds.includes(id));
    })
    .map(([permission]) => permission);
}

/** What both allow: the rights of a key that was cut out of its maker's. */
export function cutTo(wanted: Grants, held: Grants): Map<Permission, Scope> {
  const cut = new Map<Permission, Scope>();
  for (const [permission, scope] of wanted) {
    const both = narrower(scope, held.get(permission));
    if (both) cut.set(permission, both);
  }
  return cut;
}
