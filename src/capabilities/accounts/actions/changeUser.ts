import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import type { EventDefinition } from '../../../platform/events/define-event.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { changesOf, requireVersion } from '../../../platform/http/if-match.ts';
import { securityEvent, type SecurityKind } from '../../audit/api.ts';
import { announceRights } from '../../live/api.ts';
import { changeParty } from '../../parties/api.ts';
import { accountsEvents } from '../events.ts';
import { lockUser, updateUser, type User } from '../queries/users.ts';

type Ports = Pick<Context, 'clock' | 'rng' | 'db'>;

interface Told {
  event: EventDefinition;
  payload?: Record<string, unknown>;
  actor: Actor;
  kind: SecurityKind;
  address?: string | null;
}

/** Writes changes of a locked user, with their version, event and security event. */
export async function saveUser(
  tx: Transaction,
  ctx: Ports,
  user: User,
  changes: Partial<User>,
  { event, payload = {}, actor, kind, address = null }: Told,
): Promise<User> {
  const version = user.version + 1;
  const saved = await updateUser(tx, user.id, { ...changes, version, updatedAt: ctx.clock.now() });
  const subject = { entity: 'user', id: user.id };
  const written = { event, subject, sequence: version, actor, payload: { userId: user.id, ...payload } };
  tx.withCommit(insertEvents(tx, [written], ctx));
  tx.withCommit(
    securityEvent(tx, ctx, { kind, outcome: 'success', operation: event.name, actor, subject, address }),
  );
  announceRights(tx, ctx, user.id);
  return saved;
}

/** The name is the person's too. @throws not_found, precondition_failed */
export async function changeUser(
  tx: Transaction,
  ctx: Ports,
  {
    id,
    patch,
    ifVersion,
  }: {
    id: string;
    patch: { name?: string | undefined; language?: string | undefined };
    ifVersion: number | undefined;
  },
  actor: Actor,
): Promise<User> {
  const user = requireVersion(await lockUser(tx, id), ifVersion, `user ${id}`);
  const changes = changesOf<Partial<User>>(user, patch as Partial<User>);
  const changed = Object.keys(changes);
  if (changed.length === 0) return user;
  if (changes.name !== undefined)
    await changeParty(
      tx,
      { id: user.partyId, patch: { name: changes.name }, ifVersion: undefined },
      { actor, scope: 'all' },
      ctx,
    );
  const told = { event: accountsEvents.userChanged, payload: { changed }, actor, kind: 'account' as const };
  return saveUser(tx, ctx, user, changes, told);
}
