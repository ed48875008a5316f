import type { z } from 'zod';
import type { Actor, Permission, Scope } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { requireVersion } from '../../../platform/http/if-match.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { securityEvent } from '../../audit/api.ts';
import { announceRights } from '../../live/api.ts';
import {
  endSecrets,
  findKey,
  insertKey,
  insertSecret,
  lockKey,
  updateKey,
  type ApiKey,
  type ShownKey,
} from '../queries/api-keys.ts';
import type { Reach } from '../queries/role-scope.ts';
import { findUser } from '../queries/users.ts';
import { roleErrors } from '../role-errors.ts';
import { roleEvents } from '../role-events.ts';
import type { keyPatch, newKey } from '../role-schema.ts';
import { keyState } from '../rules/api-key-show.ts';
import { keyHash, keyHint, keyText } from '../rules/api-key-text.ts';
import { notHeldBy } from '../rules/grants.ts';
import { beyond, requireKnown } from './changeRoles.ts';

type KeyContext = Pick<Context, 'db' | 'clock' | 'rng' | 'permissions'>;

/**
 * Makes a key that acts for the actor, with no more than they hold.
 * @returns the key as it is kept, and its secret, which is nowhere
 * @throws beyond_own_rights, invalid_request, conflict when the id is taken
 */
export async function createKey(
  tx: Transaction,
  order: z.output<typeof newKey>,
  reach: Reach,
  ctx: KeyContext,
): Promise<{ key: ShownKey; secret: string }> {
  const { actor } = reach;
  const { companyIds = [...actor.companyIds], regionIds = [...actor.regionIds] } = order;
  requireHeld(actor, order.permissions, { companyIds, regionIds }, ctx);
  const outside = companyIds.some((id) => !actor.companyIds.includes(id));
  if (outside && reach.scope !== 'all')
    throw platformErrors.forbidden('A key acts only for companies that you act for.', {
      errors: [{ field: 'companyIds', reason: 'names a company that you do not act for' }],
    });
  refuseTier(order.tier, reach);
  const now = ctx.clock.now();
  const expiresAt = order.expiresAt ? new Date(order.expiresAt) : null;
  refusePast(expiresAt, now);
  const row: ApiKey = {
    id: newId(ctx),
    version: 1,
    name: order.name,
    userId: (await userBehind(tx, actor)) ?? null,
    partyId: actor.partyId,
    companyIds: [...companyIds],
    regionIds: [...regionIds],
    permissions: order.permissions,
    tier: order.tier ?? 'standard',
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
    lastUsedAddress: null,
    uses: 0,
    createdBy: actor.id,
    createdAt: now,
    updatedAt: now,
  };
  await insertKey(tx, row);
  const secret = await addSecret(tx, row.id, ctx);
  const key = (await findKey(tx, row.id, { actor, scope: 'all' }))!;
  tell(tx, roleEvents.keyCreated, key, actor, ctx, {});
  return { key, secret };
}

/** @throws not_found, precondition_failed, key_not_active, beyond_own_rights, invalid_request */
export async function changeKey(
  tx: Transaction,
  { id, patch, ifVersion }: { id: string; patch: z.output<typeof keyPatch>; ifVersion: number | undefined },
  reach: Reach,
  ctx: KeyContext,
): Promise<ShownKey> {
  const row = requireVersion(await lockKey(tx, id, reach), ifVersion, `key ${id}`);
  const now = ctx.clock.now();
  if (row.revokedAt) throw roleErrors.key_not_active('A revoked key stays as it is.');
  if (patch.permissions) requireHeld(reach.actor, patch.permissions, row, ctx);
  if (patch.tier !== row.tier) refuseTier(patch.tier, reach);
  const expiresAt = typeof patch.expiresAt === 'string' ? new Date(patch.expiresAt) : patch.expiresAt;
  if (expiresAt) refusePast(expiresAt, now);
  const { name, permissions, tier } = patch;
  await updateKey(tx, id, {
    ...(name !== undefined && { name }),
    ...(permissions && { permissions }),
    ...(tier && { tier }),
    ...(expiresAt !== undefined && { expiresAt }),
    version: row.version + 1,
    updatedAt: now,
  });
  const saved = (await findKey(tx, id, reach))!;
  const changed = Object.keys(patch).filter((key) => patch[key as keyof typeof patch] !== undefined);
  tell(tx, roleEvents.keyChanged, saved, reach.actor, ctx, { changed });
  announceRights(tx, ctx, id);
  return saved;
}

/**
 * Gives a key another secret; the ones before go on for `overlapSeconds`, so that nothing stands still meanwhile.
 * @throws not_found, precondition_failed, key_not_active
 */
export async function rotateKey(
  tx: Transaction,
  { id, overlapSeconds, ifVersion }: { id: string; overlapSeconds: number; ifVersion: number | undefined },
  reach: Reach,
  ctx: KeyContext,
): Promise<{ key: ShownKey; secret: string }> {
  const row = requireVersion(await lockKey(tx, id, reach), ifVersion, `key ${id}`);
  const now = ctx.clock.now();
  if (keyState(row, now) !== 'active') throw roleErrors.key_not_active('Make a new key instead.');
  // Whoever rotates a key can use it: it must not be a way to more than they hold.
  requireHeld(reach.actor, row.permissions, row, ctx);
  const oldUntil = new Date(now.getTime() + overlapSeconds * 1000);
  await endSecrets(tx, id, oldUntil);
  const secret = await addSecret(tx, id, ctx);
  await updateKey(tx, id, { version: row.version + 1, updatedAt: now });
  const key = (await findKey(tx, id, reach))!;
  tell(tx, roleEvents.keyRotated, key, reach.actor, ctx, { oldUntil: oldUntil.toISOString() });
  announceRights(tx, ctx, id);
  return { key, secret };
}

/** Revoking a revoked key changes nothing. @throws not_found, precondition_failed */
export async function revokeKey(
  tx: Transaction,
  { id, ifVersion }: { id: string; ifVersion: number | undefined },
  reach: Reach,
  ctx: KeyContext,
): Promise<void> {
  const row = requireVersion(await lockKey(tx, id, reach), ifVersion, `key ${id}`);
  if (row.revokedAt) return;
  const now = ctx.clock.now();
  await updateKey(tx, id, { revokedAt: now, version: row.version + 1, updatedAt: now });
  tell(tx, roleEvents.keyRevoked, { ...row, version: row.version + 1 }, reach.actor, ctx, {});
  announceRights(tx, ctx, id);
}

/** A key made with another key belongs to the same user. */
async function userBehind(tx: Transaction, actor: Actor): Promise<string | undefined> {
  if (actor.kind === 'person') return (await findUser(tx, actor.id))?.id;
  const maker = await findKey(tx, actor.id, { actor, scope: 'all' });
  return maker?.userId ?? undefined;
}

async function addSecret(tx: Transaction, keyId: string, ctx: KeyContext): Promise<string> {
  const secret = keyText(ctx.rng.bytes(32));
  const hash = keyHash(secret)!;
  await insertSecret(tx, { hash, keyId, hint: keyHint(secret), createdAt: ctx.clock.now() });
  return secret;
}

function requireHeld(
  actor: Actor,
  wanted: Readonly<Record<Permission, Scope>>,
  reach: { companyIds: readonly string[]; regionIds: readonly string[] },
  ctx: Pick<Context, 'permissions'>,
): void {
  requireKnown(wanted, ctx.permissions);
  const missing = notHeldBy(actor, new Map(Object.entries(wanted)), reach);
  if (missing.length > 0) throw beyond(missing);
}

function refuseTier(tier: ApiKey['tier'] | undefined, { scope }: Reach): void {
  if (tier === 'premium' && scope !== 'all')
    throw platformErrors.forbidden('The premium tier is given by an admin.', {
      errors: [{ field: 'tier', reason: 'is given by an admin' }],
    });
}

function refusePast(expiresAt: Date | null, now: Date): void {
  if (expiresAt && expiresAt <= now)
    throw platformErrors.invalid_request('expiresAt must lie in the future.', {
      errors: [{ field: 'expiresAt', reason: 'must lie in the future' }],
    });
}

function tell(
  tx: Transaction,
  event: (typeof roleEvents)[keyof typeof roleEvents],
  key: Pick<ApiKey, 'id' | 'version' | 'name' | 'userId'>,
  actor: Actor,
  ctx: KeyContext,
  more: Record<string, unknown>,
): void {
  const subject = { entity: 'api_key', id: key.id };
  const payload = { name: key.name, userId: key.userId, ...more };
  tx.withCommit(insertEvents(tx, [{ event, subject, sequence: key.version, actor, payload }], ctx));
  tx.withCommit(
    securityEvent(tx, ctx, { kind: 'key', outcome: 'success', operation: event.name, actor, subject }),
  );
}
