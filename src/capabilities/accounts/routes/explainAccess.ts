import { z } from 'zod';
import { scopeOf, type Actor, type Scope } from '../../../platform/auth/actor.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute, type Call, type Route } from '../../../platform/http/route.ts';
import type { Queryable } from '../../../platform/db/database.ts';
import { requireUser } from '../actions/changeGrants.ts';
import { actorOfUser } from '../grants.ts';
import { listGrants } from '../queries/grants.ts';
import { permissionName, roleName, scope as scopeSchema } from '../role-schema.ts';
import { accessSentence, reasonsFor } from '../rules/explain-access.ts';

const query = z
  .strictObject({
    userId: id.optional().meta({ description: 'Default: who asks' }),
    permission: permissionName,
    entity: z
      .string()
      .regex(/^[a-z][a-z_]{1,40}$/)
      .optional()
      .meta({ description: 'A kind of record that has a GET of its own, such as delivery' }),
    entityId: id.optional(),
  })
  .refine(({ entity, entityId }) => (entity === undefined) === (entityId === undefined), {
    path: ['entityId'],
    message: 'must stand beside entity',
  });

/**
 * Why somebody may do something, or not. Whether a record is within reach is found out by the record's own GET, asked
 * as that user: the same code that will decide it.
 */
export const explainAccess = (routes: () => readonly Route[]) =>
  defineRoute({
    operation: 'accounts.explainAccess',
    method: 'GET',
    path: '/v1/access/explanation',
    summary: 'Why may this user do this, to this record: role, permission, scope; or why not',
    permission: 'access:explain',
    query,
    response: z
      .strictObject({
        userId: id,
        permission: z.string(),
        allowed: z.boolean(),
        scope: scopeSchema.nullable(),
        because: z.array(
          z.strictObject({
            role: roleName,
            title: z.string(),
            scope: scopeSchema,
            source: z.enum(['declared', 'changed', 'own']),
          }),
        ),
        companyIds: z.array(id).meta({ description: 'Where the scope party reaches' }),
        regionIds: z.array(id).meta({ description: 'Where the scope region reaches' }),
        entity: z.strictObject({ entity: z.string(), id, reached: z.boolean() }).nullable(),
        sentence: z.string(),
      })
      .meta({ id: 'AccessExplanation' }),
    problems: ['not_found'],
    async handler(call) {
      const { ctx, sql, actor, scope, query: asked } = call;
      const { permission, entity, entityId } = asked;
      if (!Object.hasOwn(ctx.permissions, permission))
        throw platformErrors.not_found(`There is no permission ${permission}.`);
      const { subject, roles } = await subjectOf(sql, asked.userId, { actor, scope }, ctx);
      const because = reasonsFor(roles, permission, ctx.permissions);
      const held = scopeOf(subject, permission) ?? null;
      const record =
        entity === undefined || entityId === undefined
          ? null
          : { entity, id: entityId, reached: await reached({ ...call, sql }, routes(), subject, held) };
      return {
        userId: subject.id,
        permission,
        allowed: held !== null && record?.reached !== false,
        scope: held,
        because,
        companyIds: [...subject.companyIds],
        regionIds: [...subject.regionIds],
        entity: record,
        sentence: accessSentence(subject, permission, because, record ?? undefined),
      };
    },
  });

type Asked = Call<undefined, z.output<typeof query>, undefined> & { sql: Queryable };

/** Somebody without a user, such as of a development token, is explained by the roles that the token asserts. */
async function subjectOf(
  sql: Queryable,
  userId: string | undefined,
  { actor, scope }: { actor: Actor; scope: Scope },
  ctx: Asked['ctx'],
) {
  if (userId === undefined || userId === actor.id) {
    const roles = await listGrants(sql, actor.id);
    const asserted = actor.roles.map((name) => ({ name, title: name, isDefault: true, changes: {} }));
    return { subject: actor, roles: roles.length > 0 ? roles : asserted };
  }
  const user = await requireUser(sql, userId, { actor, scope });
  const [subject, roles] = await Promise.all([
    actorOfUser(sql, user, ctx.permissions),
    listGrants(sql, user.id),
  ]);
  return { subject, roles };
}

/** @throws not_found when there is no such kind of record, or none that who asks may see */
async function reached(
  call: Asked,
  routes: readonly Route[],
  subject: Actor,
  held: Scope | null,
): Promise<boolean> {
  const { entity = '', entityId = '' } = call.query;
  const name = `get${entity.replaceAll('_', '')}`.toLowerCase();
  const route = routes.find(
    ({ method, path, operation }) =>
      method === 'GET' && /\/\{id\}$/.test(path) && operation.split('.')[1]!.toLowerCase() === name,
  );
  if (!route) throw platformErrors.not_found(`There is no record called ${entity} with a GET of its own.`);
  const seenBy = async (actor: Actor, scope: Scope | null | undefined): Promise<boolean> => {
    if (!scope) return false;
    try {
      await route.handler({ ...call, actor, scope, params: { id: entityId }, query: {} } as never);
      return true;
    } catch (error) {
      if ((error as { status?: number }).status === 404) return false;
      throw error;
    }
  };
  if (!(await seenBy(call.actor, scopeOf(call.actor, String(route.permission)))))
    throw platformErrors.not_found(`There is no ${entity} ${entityId} that you may see.`);
  return seenBy(subject, held);
}
