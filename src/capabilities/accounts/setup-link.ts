import type { Context } from '../../platform/context.ts';
import { newId } from '../../platform/ports/rng.ts';
import { linkAddress } from './mails/link-address.ts';
import { deleteLinks, insertLink } from './queries/links.ts';
import { hasUsers } from './queries/users.ts';
import { hashToken, tokenOf } from './rules/secret-token.ts';

const lifeMs = 86_400_000;

/**
 * A link with which the first admin is made, good once and for a day; undefined when there are users already. The link
 * of an earlier start is worth nothing any more.
 */
export async function makeSetupLink(
  ctx: Pick<Context, 'db' | 'clock' | 'rng' | 'address'>,
): Promise<string | undefined> {
  return ctx.db.transaction(async (tx) => {
    if (await hasUsers(tx)) return undefined;
    const token = tokenOf(ctx.rng.bytes(32));
    const createdAt = ctx.clock.now();
    await deleteLinks(tx, 'setup', {});
    await insertLink(tx, {
      id: newId(ctx),
      kind: 'setup',
      hash: hashToken(token),
      userId: null,
      mail: null,
      details: {},
      createdAt,
      expiresAt: new Date(createdAt.getTime() + lifeMs),
    });
    return linkAddress(ctx, 'setup', token);
  });
}
