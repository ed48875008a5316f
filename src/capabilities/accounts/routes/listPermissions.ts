import { z } from 'zod';
import { scopesFor } from '../../../platform/auth/scopes.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { permission as shown } from '../role-schema.ts';

export const listPermissions = defineRoute({
  operation: 'accounts.listPermissions',
  method: 'GET',
  path: '/v1/permissions',
  summary: 'Everything that may be allowed, as the modules declare it',
  permission: 'role:read',
  response: z.strictObject({ items: z.array(shown) }),
  async handler({ ctx }) {
    const items = Object.entries(ctx.permissions).map(([permission, definition]) => ({
      permission,
      meaning: definition.meaning,
      roles: { ...definition.roles },
      scopes: scopesFor(definition),
    }));
    return { items: items.sort((a, b) => (a.permission < b.permission ? -1 : 1)) };
  },
});
