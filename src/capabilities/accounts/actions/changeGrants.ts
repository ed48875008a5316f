import type { z } from 'zod';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import { holdsScope } from '../../../platform/auth/scopes.ts';
import type { Context } from '../../../platform/context.ts';
import type { Queryable, Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { requireVersion } from '../../../platform/http/if-match.ts';
import { securityEvent } from '../../audit/api.ts';
import { announceRights } from '../../live/api.ts';
import { companyIdsOf } from '../../parties/api.ts';
import {
  checkLastAdmin,
  deleteGrants,
  findReach,
  insertGrants,
  listGrants,
  lockReach,
  updateReach,
} from '../queries/grants.ts';
import { rolesByName } from '../queries/roles.ts';
import { findUser, type User } from '../queries/users.ts';
import { roleErrors } from '../role-errors.ts';
import { roleEvents } from '../role-events.ts';
import type { newGrants } from '../role-schema.ts';
import { notHeldBy, permissionsOf, together } from '../rules/grants.ts';
import { showGrants } from '../rules/role-show.ts';
import { beyond } from './changeRoles.ts';

interface Reach {
  actor: Actor;
  scope: Scope;
}

/**
 * A user whose rights the actor may see. Own: their own; party: those of their companies' people as well.
 * @throws not_found
 */
export async function requireUser(sql: Queryable, id: string, { actor, scope }: Reach): Promise<User> {
  const user = await findUser(sql, id);
  const own = user?.id === actor.id || user?.partyId === actor.partyId;
  if (user && (own || scope === 'all')) return user;
  if (user && holdsScope(scope, 'party')) {
    const companies = await companyIdsOf(sql, user.partyId);
    if (companies.some((companyId) => actor.companyIds.includes(companyId))) return user;
  }
  throw platformErrors.not_found(`There is no user ${id} that you may see.`);
}

/** What a user was granted, as the API shows it. */
export async function readGrants(sql: Queryable, user: User, ctx: Pick<Context, 'permissions'>) {
  const [roles, reach, memberOf] = await Promise.all([
    listGrants(sql, user.id),
    findReach(sql, user.id),
    companyIdsOf(sql, user.partyId),
  ]);
  return showGrants(user.id, roles, reach, { memberOf, catalogue: ctx.permissions });
}

/**
 * Puts other roles and another reach in place of those that a user has.
 * @throws not_found, precondition_failed, invalid_request, beyond_own_rights, last_admin
 */
export async function changeGrants(
  tx: Transaction,
  {
    userId,
    wanted,
    ifVersion,
  }: { userId: string; wanted: z.output<typeof newGrants>; ifVersion: number | undefined },
  reach: Reach,
  ctx: Pick<Context, 'db' | 'clock' | 'rng' | 'permissions'>,
): Promise<void> {
  const { actor } = reach;
  const user = await requireUser(tx, userId, reach);
  const now = ctx.clock.now();
  const before = requireVersion(await lockReach(tx, user.id, now), ifVersion, `user ${userId}`);
  const had = await listGrants(tx, user.id);
  const { companyIds = before.companyIds, regionIds = before.regionIds } = wanted;
  const names = [...new Set(wanted.roles)];
  const granted = names.filter((name) => !had.some((role) => role.name === name));
  const withdrawn = had.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
  const touched = await rolesByName(tx, [...names, ...withdrawn]);
  const unknown = names.filter((name) => !touched.some((role) => role.name === name));
  if (unknown.length > 0)
    throw platformErrors.invalid_request(`There is no role ${unknown.join(', ')}.`, {
      errors: [{ field: 'roles', reason: `names no role: ${unknown.join(', ')}` }],
    });
  const changesReach = !same(companyIds, before.companyIds) || !same(regionIds, before.regionIds);
  const inQuestion = touched.filter(
    ({ name }) => changesReach || granted.includes(name) || withdrawn.includes(name),
  );
  const asked = together(inQuestion.map((role) => permissionsOf(role, ctx.permissions)));
  const reached = {
    companyIds: [...companyIds, ...before.companyIds],
    regionIds: [...regionIds, ...before.regionIds],
  };
  const missing = notHeldBy(actor, asked, reached);
  if (missing.length > 0) throw beyond(missing);
  await deleteGrants(tx, user.id, withdrawn);
  await insertGrants(
    tx,
    granted.map((role) => ({ userId: user.id, role, grantedBy: actor.id, grantedAt: now })),
  );
  const version = before.version + 1;
  await updateReach(tx, user.id, { version, companyIds: [...companyIds], regionIds: [...regionIds], now });
  if (withdrawn.includes('admin')) await refuseLastAdmin(tx);
  const subject = { entity: 'user_grants', id: user.id };
  const payload = { userId: user.id, granted, withdrawn };
  const event = { event: roleEvents.grantsChanged, subject, sequence: version, actor, payload };
  tx.withCommit(insertEvents(tx, [event], ctx));
  tx.withCommit(
    securityEvent(tx, ctx, {
      kind: 'right',
      outcome: 'success',
      operation: roleEvents.grantsChanged.name,
      actor,
      subject: { entity: 'user', id: user.id },
      detail: { granted, withdrawn, companyIds: companyIds.length, regionIds: regionIds.length },
    }),
  );
  announceRights(tx, ctx, user.id);
}

async function refuseLastAdmin(tx: Transaction): Promise<void> {
  await checkLastAdmin(tx).catch((cause: { constraint_name?: string }) => {
    if (cause.constraint_name !== 'last_admin') throw cause;
    throw roleErrors.last_admin('Make somebody else an admin first.', { cause });
  });
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));
