import type { Manifest } from '../modules/manifest.ts';
import { PUBLIC } from '../http/route.ts';
import type { Scope } from './actor.ts';

/** One thing that may be done, and which of the default roles may do it how far. */
export interface PermissionDefinition {
  meaning: string;
  roles: Readonly<Record<string, Scope>>;
}

export type PermissionCatalogue = Readonly<Record<string, PermissionDefinition>>;

/** All permissions of the program. */
export function permissionCatalogue(manifests: readonly Manifest[]): PermissionCatalogue {
  return Object.assign({}, ...manifests.map(({ permissions }) => permissions ?? {}));
}

/**
 * A route or action whose permission nobody declared stops the start: it could be reached by no one, or by mistake
 * by everyone.
 * @throws Error naming each
 */
export function checkPermissions(manifests: readonly Manifest[]): void {
  const catalogue = permissionCatalogue(manifests);
  const missing = manifests.flatMap(({ routes = [], lifecycles = [] }) => [
    ...routes
      .filter(({ permission }) => permission !== PUBLIC && !(String(permission) in catalogue))
      .map(
        ({ operation, permission }) =>
          `${operation} asks for ${permission ? String(permission) : 'no permission at all'}`,
      ),
    ...lifecycles.flatMap(({ entity, actions }) =>
      Object.entries(actions)
        .filter(([, { permission }]) => permission !== 'system' && !(permission in catalogue))
        .map(([action, { permission }]) => `${entity}.${action} asks for ${permission}`),
    ),
  ]);
  if (missing.length > 0) throw new Error(`Permissions that no module declares: ${missing.join('; ')}`);
}
