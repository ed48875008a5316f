import type { z } from 'zod';
import type { Actor, Permission, Scope } from '../../../platform/auth/actor.ts';
import { scopesFor, type PermissionCatalogue } from '../../../platform/auth/scopes.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { requireVersion } from '../../../platform/http/if-match.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { securityEvent } from '../../audit/api.ts';
import { announceRights } from '../../live/api.ts';
import {
  deleteRole as removeRole,
  findRole,
  insertRole,
  lockRole,
  moveHolders,
  putRolePermissions,
  rolesByName,
  updateRole,
  type Role,
} from '../queries/roles.ts';
import { roleErrors } from '../role-errors.ts';
import { roleEvents } from '../role-events.ts';
import type { newRole, rolePatch } from '../role-schema.ts';
import { changesFor, notHeldBy, permissionsOf } from '../rules/grants.ts';

type Wanted = Readonly<Record<Permission, Scope>>;
type RoleContext = Pick<Context, 'db' | 'clock' | 'rng' | 'permissions'>;

/** @throws role_exists, beyond_own_rights, invalid_request for a permission that no module declares */
export async function createRole(
  tx: Transaction,
  order: z.output<typeof newRole>,
  actor: Actor,
  ctx: RoleContext,
): Promise<Role> {
  requireKnown(order.permissions, ctx.permissions);
  requireHeld(actor, order.permissions);
  const now = ctx.clock.now();
  const role: Role = {
    id: order.id ?? newId(ctx),
    version: 1,
    name: order.name,
    title: order.title,
    description: order.description ?? null,
    isDefault: false,
    changes: order.permissions,
    holders: 0,
    createdBy: actor.id,
    createdAt: now,
    updatedAt: now,
  };
  if (!(await insertRole(tx, role)))
    throw roleErrors.role_exists(`There is a role called ${role.name}, or of this id.`, {
      errors: [{ field: 'name', reason: 'is taken' }],
    });
  await putRolePermissions(tx, role.id, role.changes);
  tell(tx, roleEvents.roleCreated, role, actor, ctx, { name: role.name });
  return role;
}

/**
 * Changes a role for all who have it.
 * @throws not_found, precondition_failed, role_fixed, beyond_own_rights, invalid_request
 */
export async function changeRole(
  tx: Transaction,
  { id, patch, ifVersion }: { id: string; patch: z.output<typeof rolePatch>; ifVersion: number | undefined },
  actor: Actor,
  ctx: RoleContext,
): Promise<Role> {
  const role = requireVersion(await lockRole(tx, id), ifVersion, `role ${id}`);
  const { permissions: wanted, title = role.title, description = role.description } = patch;
  if (wanted) {
    if (role.name === 'admin')
      throw roleErrors.role_fixed('The role admin may do everything, so that somebody always can.');
    requireKnown(wanted, ctx.permissions);
    const before = Object.fromEntries(permissionsOf(role, ctx.permissions));
    requireHeld(actor, differing(before, wanted));
    requireHeld(actor, differing(wanted, before));
    await putRolePermissions(tx, id, changesFor(role, wanted, ctx.permissions));
  }
  const version = role.version + 1;
  await updateRole(tx, id, { version, title, description, updatedAt: ctx.clock.now() });
  const saved = (await findRole(tx, id))!;
  const changed = Object.keys(patch).filter((key) => patch[key as keyof typeof patch] !== undefined);
  tell(tx, roleEvents.roleChanged, saved, actor, ctx, { name: saved.name, changed });
  if (wanted) announceRights(tx, ctx, null);
  return saved;
}

/**
 * Deletes a role that nobody has, or gives those who have it another one.
 * @throws not_found, precondition_failed, role_fixed, role_in_use, beyond_own_rights
 */
export async function deleteRole(
  tx: Transaction,
  {
    id,
    replaceWith,
    ifVersion,
  }: { id: string; replaceWith?: string | undefined; ifVersion: number | undefined },
  actor: Actor,
  ctx: RoleContext,
): Promise<void> {
  const role = requireVersion(await lockRole(tx, id), ifVersion, `role ${id}`);
  if (role.isDefault) throw roleErrors.role_fixed('Roles that came with the program stay.');
  requireHeld(actor, Object.fromEntries(permissionsOf(role, ctx.permissions)));
  let users: string[] = [];
  if (replaceWith !== undefined) {
    const [other] = await rolesByName(tx, [replaceWith]);
    if (!other || other.id === id)
      throw platformErrors.invalid_request(`There is no other role called ${replaceWith}.`, {
        errors: [{ field: 'replaceWith', reason: 'names no other role' }],
      });
    requireHeld(actor, Object.fromEntries(permissionsOf(other, ctx.permissions)));
    users = await moveHolders(tx, { from: role.name, to: other.name, by: actor.id, now: ctx.clock.now() });
  }
  await removeRole(tx, id).catch((cause: { code?: string }) => {
    if (cause.code !== '23503') throw cause;
    throw roleErrors.role_in_use(
      `${role.holders} users have it. Take it away from them first, or name another with replaceWith.`,
      { members: { holders: role.holders }, cause },
    );
  });
  const next = { ...role, version: role.version + 1 };
  const payload = { name: role.name, replacedBy: replaceWith ?? null, users: users.length };
  tell(tx, roleEvents.roleDeleted, next, actor, ctx, payload);
  for (const userId of users) announceRights(tx, ctx, userId);
}

/** @throws invalid_request for a permission that no module declares, or a scope that its queries do not tell apart */
export function requireKnown(wanted: Wanted, catalogue: PermissionCatalogue): void {
  const errors = Object.entries(wanted).flatMap(([permission, scope]) => {
    const field = `permissions.${permission}`;
    const definition = Object.hasOwn(catalogue, permission) ? catalogue[permission] : undefined;
    if (!definition) return [{ field, reason: 'does not exist' }];
    const possible = scopesFor(definition);
    return possible.includes(scope) ? [] : [{ field, reason: `reaches ${possible.join(' or ')}` }];
  });
  if (errors.length > 0)
    throw platformErrors.invalid_request(
      errors.map(({ field, reason }) => `${field.slice('permissions.'.length)} ${reason}.`).join(' '),
      { errors },
    );
}

/** @throws beyond_own_rights */
function requireHeld(actor: Actor, wanted: Wanted): void {
  const missing = notHeldBy(actor, new Map(Object.entries(wanted)));
  if (missing.length > 0) throw beyond(missing);
}

export const beyond = (missing: readonly Permission[]) =>
  roleErrors.beyond_own_rights(`You do not hold ${missing.join(', ')} yourself, or not so far.`, {
    members: { permissions: missing },
  });

/** What of `before` is otherwise in `after`. */
function differing(before: Wanted, after: Wanted): Wanted {
  return Object.fromEntries(
    Object.entries(before).filter(([permission, scope]) => after[permission] !== scope),
  );
}

function tell(
  tx: Transaction,
  event: (typeof roleEvents)[keyof typeof roleEvents],
  role: Pick<Role, 'id' | 'version' | 'name'>,
  actor: Actor,
  ctx: RoleContext,
  payload: Record<string, unknown>,
): void {
  const subject = { entity: 'role', id: role.id };
  tx.withCommit(insertEvents(tx, [{ event, subject, sequence: role.version, actor, payload }], ctx));
  const detail = { role: role.name };
  tx.withCommit(
    securityEvent(tx, ctx, {
      kind: 'right',
      outcome: 'success',
      operation: event.name,
      actor,
      subject,
      detail,
    }),
  );
}
