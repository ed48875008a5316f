import { z } from 'zod';
import type { Context } from '../../../platform/context.ts';
import { defineJob } from '../../../platform/jobs/job.ts';
import { compose } from '../../../platform/mail/compose.ts';
import { sendMail } from '../../../platform/mail/send-mail.ts';
import { newId } from '../../../platform/ports/rng.ts';
import { accountsConfig } from '../config.ts';
import { linkAddress, type LinkPage } from '../mails/link-address.ts';
import { wordsOf } from '../mails/words.ts';
import { deleteLink, findLink, insertLink, setLinkToken, type Link } from '../queries/links.ts';
import { findUserByMail, type User } from '../queries/users.ts';
import { hashToken, tokenOf } from '../rules/secret-token.ts';

const pages = {
  signUp: 'verify',
  verifyMail: 'verify',
  passwordReset: 'reset',
  mailChange: 'mail-change',
} satisfies Record<string, LinkPage>;

/**
 * The token is made here and stored as its hash, so that it stands in the mail and nowhere else. A mail that has to be
 * tried again gets another token. Whether the address has an account is asked here too, out of sight of who asked.
 */
export const sendLink = defineJob({
  name: 'accounts.sendLink',
  meaning: 'Sends a link by mail: sign-up, new password, change of address',
  payload: z.strictObject({ linkId: z.uuid() }),
  maxAttempts: 12,
  async run({ payload: { linkId }, ctx }) {
    const link = await findLink(ctx.db.sql, linkId);
    if (!link?.mail || link.kind === 'setup' || link.expiresAt <= ctx.clock.now()) return;
    const owner = await findUserByMail(ctx.db.sql, link.mail);
    if (link.kind === 'passwordReset') {
      if (!owner || owner.deactivatedAt) return void (await deleteLink(ctx.db.sql, link.id));
      return sendWithToken(ctx, link, link.kind, owner);
    }
    if (owner && owner.id !== link.userId) {
      if (!owner.deactivatedAt) await tellOwner(ctx, owner, link);
      return void (await deleteLink(ctx.db.sql, link.id));
    }
    await sendWithToken(ctx, link, link.kind, owner);
  },
});

/** Somebody wants an address that has an account: only its owner learns of it. */
async function tellOwner(ctx: Context, owner: User, asked: Link): Promise<void> {
  const reset: Link = { ...asked, id: newId(ctx), kind: 'passwordReset', userId: owner.id, details: {} };
  await ctx.db.transaction((tx) => insertLink(tx, reset));
  await send(ctx, reset, 'reset', 'alreadyKnown', owner, owner.id);
}

const sendWithToken = (
  ctx: Context,
  link: Link,
  kind: keyof typeof pages,
  owner: User | undefined,
): Promise<void> =>
  send(
    ctx,
    link,
    pages[kind],
    kind,
    {
      name: owner?.name ?? link.details.name ?? '',
      language: owner?.language ?? link.details.language ?? 'en',
    },
    kind === 'passwordReset' ? (owner?.id ?? null) : link.userId,
  );

async function send(
  ctx: Context,
  link: Link,
  page: LinkPage,
  mail: keyof typeof pages | 'alreadyKnown',
  { name, language: wanted }: { name: string; language: string },
  userId: string | null,
): Promise<void> {
  const token = tokenOf(ctx.rng.bytes(32));
  await setLinkToken(ctx.db.sql, link.id, { hash: hashToken(token), userId });
  const { words, language } = wordsOf(wanted);
  const lasts = words.lasting(ctx.config.get(accountsConfig).linkTtlSeconds);
  const facts = { name, url: linkAddress(ctx, page, token), lasts };
  await sendMail(ctx, { to: link.mail as string, ...compose(words[mail](facts), language) });
}
