import type { Actor } from '../../../platform/auth/actor.ts';
import type { Context } from '../../../platform/context.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import { insertEvents } from '../../../platform/events/outbox.ts';
import { addJob } from '../../../platform/jobs/enqueue.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { accountsConfig } from '../config.ts';
import { accountsEvents } from '../events.ts';
import { insertLink, type LinkKind } from '../queries/links.ts';

/**
 * Asks for a mail with a link that works once. Whether anybody has the address is looked up by the job that sends it:
 * the request does the same, and takes as long, either way.
 */
export async function askForLink(
  tx: Transaction,
  ctx: Pick<Context, 'clock' | 'rng' | 'config'>,
  link: { kind: LinkKind; mail: string; userId?: string; details?: Record<string, string> },
  actor: Actor,
): Promise<void> {
  const now = ctx.clock.now();
  const id = newId(ctx);
  const { linkTtlSeconds } = ctx.config.get(accountsConfig);
  await insertLink(tx, {
    id,
    kind: link.kind,
    userId: link.userId ?? null,
    mail: link.mail,
    details: link.details ?? {},
    createdAt: now,
    expiresAt: new Date(now.getTime() + linkTtlSeconds * 1000),
  });
  await addJob(tx, 'accounts.sendLink', { linkId: id }, { maxAttempts: 12 });
  const event = {
    event: accountsEvents.linkAsked,
    subject: { entity: 'link', id },
    sequence: 1,
    actor,
    payload: { kind: link.kind },
  };
  tx.withCommit(insertEvents(tx, [event], ctx));
}
