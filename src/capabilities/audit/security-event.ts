import type { Actor } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/database.ts';
import { newId } from '../../platform/ports/rng.ts';
import { insertEntries, type NewEntry } from './queries/entries.ts';

/** What a security event is about. Together they are the stream that a SIEM reads. */
export const securityKinds = [
  'login',
  'logout',
  'account',
  'password',
  'factor',
  'session',
  'right',
  'key',
  'limit',
  'denial',
  'secret',
] as const;
export type SecurityKind = (typeof securityKinds)[number];

export type Outcome = 'success' | 'failure' | 'denied';

export interface SecurityEvent {
  kind: SecurityKind;
  outcome: Outcome;
  /** `accounts.login`: what was done or tried. */
  operation: string;
  /** Who did it, as far as it is known; default: a guest. */
  actor?: Pick<Actor, 'kind' | 'id'>;
  /** What or whom it concerns, such as `{ entity: 'user', id }`. */
  subject?: { entity: string; id: string };
  address?: string | null;
  requestId?: string | null;
  /** More in plain words and figures. Never a secret, a password, a token or a whole mail address. */
  detail?: Record<string, unknown>;
}

/**
 * Writes a security event where `sql` writes: in the caller's transaction it commits with it, on the pool at once.
 * Not sent until awaited, so that `tx.withCommit(securityEvent(tx, ctx, …))` costs no round trip. A refusal whose
 * transaction is rolled back must be told on the pool, or it vanishes with it.
 */
export function securityEvent(sql: Queryable, ctx: Pick<Context, 'clock' | 'rng'>, event: SecurityEvent) {
  return insertEntries(sql, [entryOf(ctx, event)]);
}

/** Several at once. */
export function securityEvents(
  sql: Queryable,
  ctx: Pick<Context, 'clock' | 'rng'>,
  events: readonly SecurityEvent[],
) {
  return insertEntries(
    sql,
    events.map((event) => entryOf(ctx, event)),
  );
}

function entryOf(ctx: Pick<Context, 'clock' | 'rng'>, event: SecurityEvent): NewEntry {
  const { kind, outcome, operation, actor, subject, address, requestId, detail } = event;
  return {
    id: newId(ctx),
    kind,
    outcome,
    operation,
    actorKind: actor?.kind ?? 'guest',
    actorId: actor?.id ?? 'guest',
    address: address ?? null,
    requestId: requestId ?? null,
    entity: subject?.entity ?? null,
    entityId: subject?.id ?? null,
    detail: detail ?? {},
  };
}
