import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { listRoles } from '../queries/roles.ts';
import { roleName, scope } from '../role-schema.ts';
import { permissionsOf } from '../rules/grants.ts';

const maxRoles = 500;

export const getAccessMatrix = defineRoute({
  operation: 'accounts.getAccessMatrix',
  method: 'GET',
  path: '/v1/access/matrix',
  summary: 'Who may do what: every permission, and how far each role has it',
  permission: 'role:read',
  response: z
    .strictObject({
      roles: z.array(z.strictObject({ name: roleName, title: z.string(), holders: z.int() })),
      permissions: z.array(
        z.strictObject({
          permission: z.string(),
          meaning: z.string(),
          scopes: z.record(z.string(), scope).meta({ description: 'By the name of the role' }),
        }),
      ),
    })
    .meta({ id: 'AccessMatrix' }),
  async handler({ ctx, sql }) {
    const rows = await listRoles(sql, { limit: maxRoles });
    const held = rows.map((row) => ({ name: row.name, permissions: permissionsOf(row, ctx.permissions) }));
    return {
      roles: rows.map(({ name, title, holders }) => ({ name, title, holders })),
      permissions: Object.entries(ctx.permissions).map(([permission, { meaning }]) => ({
        permission,
        meaning,
        scopes: Object.fromEntries(
          held.flatMap(({ name, permissions }) => {
            const reach = permissions.get(permission);
            return reach ? [[name, reach]] : [];
          }),
        ),
      })),
    };
  },
});
