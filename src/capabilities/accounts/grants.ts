import type { Actor } from '../../platform/auth/actor.ts';
import type { Grants, PermissionCatalogue } from '../../platform/auth/scopes.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { companyIdsOf } from '../parties/api.ts';
import { findReach, listGrants } from './queries/grants.ts';
import { permissionsOf, together } from './rules/grants.ts';

/** What a user was granted, worked out. */
export interface LoadedGrants {
  /** Names of their roles. */
  roles: string[];
  /** Companies beside those that they belong to. */
  companyIds: string[];
  regionIds: string[];
  /** What their roles allow together. */
  grants: Grants;
}

/** What a user may do now, and how far. */
export async function loadGrants(
  sql: Queryable,
  userId: string,
  catalogue: PermissionCatalogue,
): Promise<LoadedGrants> {
  const [roles, { companyIds, regionIds }] = await Promise.all([
    listGrants(sql, userId),
    findReach(sql, userId),
  ]);
  return {
    roles: roles.map(({ name }) => name),
    companyIds,
    regionIds,
    grants: together(roles.map((role) => permissionsOf(role, catalogue))),
  };
}

/** A user as an actor: with what they were granted and the companies that they belong to. */
export async function actorOfUser(
  sql: Queryable,
  user: { id: string; partyId: string },
  catalogue: PermissionCatalogue,
): Promise<Actor> {
  const [{ roles, companyIds, regionIds, grants }, memberOf] = await Promise.all([
    loadGrants(sql, user.id, catalogue),
    companyIdsOf(sql, user.partyId),
  ]);
  return {
    kind: 'person',
    id: user.id,
    partyId: user.partyId,
    companyIds: [...new Set([...memberOf, ...companyIds])],
    regionIds,
    roles,
    grants,
  };
}
