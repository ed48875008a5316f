import type { z } from 'zod';
import { scopeOf, type Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { addJob } from '../../../platform/jobs/enqueue.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { securityEvent } from '../../audit/api.ts';
import { requireParty } from '../../parties/api.ts';
import { accountsConfig } from '../config.ts';
import { accountsEvents } from '../events.ts';
import { insertInvitation, type Invitation } from '../queries/invitations.ts';
import { rolesByName } from '../queries/roles.ts';
import { permissionsOf, notHeldBy } from '../rules/grants.ts';
import { hashToken, tokenOf } from '../rules/secret-token.ts';
import type { newInvitation } from '../schema.ts';
import { roleErrors } from '../role-errors.ts';

/** Roles of people outside the office, whom a dispatcher may invite. */
const fieldRoles: readonly string[] = ['customer', 'driver', 'carrier', 'host'];

/**
 * Makes an invitation. With an address its mail is sent after the commit, by a job that makes the token; without one
 * the token is given back, once.
 * @throws invalid_request, forbidden, beyond_own_rights, not_found
 */
export async function invite(
  tx: Transaction,
  ctx: Pick<Context, 'clock' | 'rng' | 'config' | 'permissions'>,
  order: z.output<typeof newInvitation>,
  actor: Actor,
): Promise<{ row: Invitation; token: string | undefined }> {
  const [role] = await rolesByName(tx, [order.role]);
  if (!role)
    throw platformErrors.invalid_request(`There is no role ${order.role}.`, {
      errors: [{ field: 'role', reason: 'names no role' }],
    });
  if (!fieldRoles.includes(role.name)) {
    if (scopeOf(actor, 'user:write') === undefined)
      throw platformErrors.forbidden('Inviting people of the office needs the permission user:write.', {
        members: { permission: 'user:write' },
      });
    const missing = notHeldBy(actor, permissionsOf(role, ctx.permissions));
    if (missing.length > 0)
      throw roleErrors.beyond_own_rights(`You do not hold ${missing.slice(0, 5).join(', ')} yourself.`);
  }
  if (order.companyId) await requireParty(tx, order.companyId, { kind: 'company', field: 'companyId' });
  const now = ctx.clock.now();
  const token = tokenOf(ctx.rng.bytes(32));
  const row: Invitation = {
    id: newId(ctx),
    version: 1,
    role: role.name,
    mail: order.mail ?? null,
    name: order.name ?? null,
    language: order.language ?? 'en',
    partyId: order.partyId ?? null,
    companyId: order.companyId ?? null,
    invitedBy: actor.id,
    refusedTries: 0,
    createdAt: now,
    expiresAt: new Date(now.getTime() + ctx.config.get(accountsConfig).invitationTtlSeconds * 1000),
    acceptedAt: null,
    acceptedBy: null,
    withdrawnAt: null,
  };
  await insertInvitation(tx, { ...row, hash: hashToken(token) });
  if (row.mail !== null)
    await addJob(tx, 'accounts.sendInvitation', { invitationId: row.id }, { maxAttempts: 12 });
  const subject = { entity: 'invitation', id: row.id };
  const event = { event: accountsEvents.invitationCreated, subject, sequence: 1, actor };
  tx.withCommit(insertEvents(tx, [{ ...event, payload: { role: role.name } }], ctx));
  tx.withCommit(
    securityEvent(tx, ctx, {
      kind: 'right',
      outcome: 'success',
      operation: 'accounts.invitationCreated',
      actor,
      subject,
      detail: { role: role.name },
    }),
  );
  return { row, token: row.mail === null ? token : undefined };
}
