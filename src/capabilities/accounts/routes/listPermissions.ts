import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { permission } from '../role-schema.ts';

export const listPermissions = defineRoute({
  operation: 'accounts.listPermissions',
  method: 'GET',
  path: '/v1/permissions',
  summary: 'Everything that may be allowed, as the modules declare it',
  permission: 'role:read',
  response: z.strictObject({ items: z.array(permission) }),
  async handler({ ctx }) {
    const items = Object.entries(ctx.permissions).map(([name, { meaning, roles }]) => ({
      permission: name,
      meaning,
      roles: { ...roles },
    }));
    return { items: items.sort((a, b) => (a.permission < b.permission ? -1 : 1)) };
  },
});
