import type { Manifest } from '../modules/manifest.ts';
import { PUBLIC } from '../http/route.ts';
import type { PermissionCatalogue } from './scopes.ts';

export type { PermissionCatalogue, PermissionDefinition } from './scopes.ts';

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
