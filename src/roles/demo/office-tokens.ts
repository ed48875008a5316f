import { openTokens } from '../../capabilities/accounts/api.ts';
import { newId } from '../../platform/ports/rng.ts';
import { openContext, type InstanceOptions } from '../instance.ts';
import type { TokenSource } from './demo-tokens.ts';

const ttlSeconds = 12 * 3600;

/** Tokens for any party, signed with the keys of the database, for programs that run beside it. */
export async function officeTokens(
  options: Omit<InstanceOptions, 'roles'>,
): Promise<{ tokenFor: TokenSource; close(): Promise<void> }> {
  const ctx = openContext(options);
  await ctx.secrets.load();
  const tokens = await openTokens(ctx);
  return {
    async tokenFor(role, partyId = newId(ctx)) {
      const subject = { userId: partyId, partyId, companyIds: [], regionIds: [], roles: [role] };
      return tokens.issue(subject, ttlSeconds);
    },
    close: () => ctx.db.close(),
  };
}
