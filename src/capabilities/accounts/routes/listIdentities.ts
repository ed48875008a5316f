import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireOwnUser } from '../factor-account.ts';
import { linkedIdentity } from '../oidc-schema.ts';
import { listOidcIdentities } from '../queries/oidc-identities.ts';

export const listIdentities = defineRoute({
  operation: 'accounts.listIdentities',
  method: 'GET',
  path: '/v1/me/identities',
  summary: 'Sign-ins with providers that are linked with the own account; at most 100',
  permission: 'factor:manage',
  response: z.strictObject({ items: z.array(linkedIdentity) }).meta({ id: 'LinkedIdentities' }),
  async handler({ sql, actor }) {
    const user = await requireOwnUser(sql, actor);
    const rows = await listOidcIdentities(sql, user.id);
    return {
      items: rows.map(({ id, providerId, mail, createdAt, lastUsedAt }) => ({
        id,
        provider: providerId,
        mail,
        linkedAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      })),
    };
  },
});
