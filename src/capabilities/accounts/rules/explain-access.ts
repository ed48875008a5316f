import type { Actor, Permission, Scope } from '../../../platform/auth/actor.ts';
import { wider, type PermissionCatalogue } from '../../../platform/auth/scopes.ts';
import { permissionsOf, type RoleTerms } from './grants.ts';

/** What one role says of one permission. */
export interface RoleReason {
  role: string;
  title: string;
  scope: Scope;
  /** `declared` by the module, `changed` here by an admin, or `own`: a role that was made here. */
  source: 'declared' | 'changed' | 'own';
}

/** The roles that give a permission, the widest first. */
export function reasonsFor(
  roles: readonly (RoleTerms & { title: string })[],
  permission: Permission,
  catalogue: PermissionCatalogue,
): RoleReason[] {
  const reasons = roles.flatMap((role): RoleReason[] => {
    const scope = permissionsOf(role, catalogue).get(permission);
    if (!scope) return [];
    const source = role.isDefault ? (permission in role.changes ? 'changed' : 'declared') : 'own';
    return [{ role: role.name, title: role.title, scope, source }];
  });
  return reasons.sort((a, b) => (a.scope === b.scope ? 0 : wider(a.scope, b.scope) === a.scope ? -1 : 1));
}

const reach: Record<Scope, (actor: Actor) => string> = {
  own: () => 'for their own records',
  party: ({ companyIds }) => `for themselves and ${count(companyIds.length, 'company', 'companies')}`,
  region: ({ regionIds }) => `in ${count(regionIds.length, 'region', 'regions')}`,
  all: () => 'for all records',
};

const count = (number: number, one: string, many: string): string =>
  number === 1 ? `one ${one}` : `${number === 0 ? 'no' : number} ${many}`;

/** The answer in one sentence, for the person who asked. */
export function accessSentence(
  actor: Actor,
  permission: Permission,
  reasons: readonly RoleReason[],
  entity: { entity: string; reached: boolean } | undefined,
): string {
  const [first] = reasons;
  if (!first) {
    const roles =
      actor.roles.length > 0 ? `none of their roles (${actor.roles.join(', ')})` : 'they have no role that';
    return `Not allowed: ${roles} gives ${permission}.`;
  }
  const rule = `the role ${first.role} gives ${permission} ${reach[first.scope](actor)}`;
  if (!entity) return `Allowed: ${rule}.`;
  if (entity.reached) return `Allowed: ${rule}, and this ${entity.entity} is among them.`;
  return `Not allowed: ${rule}, and this ${entity.entity} is not among them.`;
}
