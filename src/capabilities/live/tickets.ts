import { createHash } from 'node:crypto';
import type { Actor, Scope } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/database.ts';
import type { LivePrincipal } from '../../platform/realtime/api.ts';
import { insertTicket, takeTicket } from './queries/tickets.ts';

export const TICKET_SECONDS = 60;

type StoredActor = Omit<Actor, 'grants'> & { grants: [string, Scope][] };

/**
 * A ticket that opens one live socket as the actor. It may stand in an address, for it works once and for a
 * minute. `sessionExpiresAt` ends the socket too, for instance with a public link.
 */
export async function issueTicket(
  sql: Queryable,
  ports: Pick<Context, 'clock' | 'rng'>,
  actor: Actor,
  sessionExpiresAt: Date | null = null,
): Promise<string> {
  const ticket = ports.rng.bytes(24).toString('base64url');
  const stored: StoredActor = { ...actor, grants: [...actor.grants] };
  await insertTicket(sql, {
    hash: hashOf(ticket),
    actor: stored,
    sessionExpiresAt,
    expiresAt: new Date(ports.clock.nowMs() + TICKET_SECONDS * 1000),
  });
  return ticket;
}

/** Whom the ticket is for; null when it is unknown, used or too old. */
export async function redeemTicket(
  ctx: Pick<Context, 'db' | 'clock'>,
  ticket: string,
): Promise<LivePrincipal | null> {
  const stored = await takeTicket(ctx.db.sql, hashOf(ticket), ctx.clock.now());
  if (stored === undefined) return null;
  const { grants, ...actor } = stored.actor as StoredActor;
  return {
    id: actor.id,
    actor: { ...actor, grants: new Map(grants) },
    expiresAtMs: stored.sessionExpiresAt?.getTime() ?? null,
  };
}

function hashOf(ticket: string): Buffer {
  return createHash('sha256').update(ticket).digest();
}
