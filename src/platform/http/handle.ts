import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { guest, scopeOf, type Actor, type Authenticator, type Scope } from '../auth/actor.ts';
import type { Context } from '../context.ts';
import { platformErrors } from '../errors/platform-errors.ts';
import { versionOf } from './etag.ts';
import { httpConfig } from './http-config.ts';
import { claimKey, keyOf, storeAnswer, type KeyedRequest, type StoredAnswer } from './idempotency.ts';
import { PUBLIC, type Call, type Route } from './route.ts';
import { narrow, render, renderRead, send } from './send.ts';
import { compiled, parse } from './validate.ts';

/** Called around each request by parts that are not HTTP: limits before it, the audit trail inside the write. */
export interface RequestHooks {
  /** May throw too_many_requests. */
  beforeHandler?(call: {
    request: FastifyRequest;
    reply: FastifyReply;
    actor: Actor;
    route: Route;
  }): void | Promise<void>;
}

const none = { parse: () => undefined };

/** The one way through which every operation is called: who, may they, is it valid, do it, answer. */
export function handlerOf(route: Route, ctx: Context, authenticator: Authenticator, hooks: RequestHooks) {
  const schema = (part: z.ZodType | undefined) => (part ? compiled(part) : undefined);
  const [paramsSchema, querySchema, bodySchema] = [
    schema(route.params),
    schema(route.query),
    schema(route.body),
  ];
  const withFields = route.method === 'GET' && querySchema !== undefined;
  const { maxWaitingRequests } = ctx.config.get(httpConfig);

  return async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (ctx.db.stats().waiting > maxWaitingRequests)
      throw platformErrors.overloaded('Try again in a moment.', { headers: { 'retry-after': '1' } });
    const actor = await actorOf(request, route, authenticator);
    request.actor = actor;
    const scope = allowed(actor, route);
    if (hooks.beforeHandler) await hooks.beforeHandler({ request, reply, actor, route });
    const rawQuery = request.query as Record<string, unknown>;
    const fields = withFields ? takeFields(rawQuery) : undefined;
    const call: Call<unknown, unknown, unknown> = {
      ctx,
      actor,
      scope,
      params: (paramsSchema ? parse(paramsSchema, request.params, 'path') : none.parse()) as unknown,
      query: querySchema ? parse(querySchema, rawQuery, 'query') : refuseQuery(rawQuery),
      body: bodySchema ? parse(bodySchema, request.body ?? {}, 'body') : undefined,
      ifVersion: versionOf(request.headers['if-match']),
      requestId: request.id,
      request,
      reply,
    };
    if (route.method === 'GET' || route.transaction === false) {
      const result = await route.handler({ ...call, sql: ctx.db.sql } as never);
      return reply.sent ? reply : send(request, reply, route, renderRead(route, narrow(result, fields)));
    }
    return send(request, reply, route, await write(route, ctx, call));
  };
}

async function write(
  route: Route,
  ctx: Context,
  call: Call<unknown, unknown, unknown>,
): Promise<StoredAnswer> {
  const key = keyOf(call.request.headers['idempotency-key']);
  const keyed: KeyedRequest | undefined =
    key === undefined
      ? undefined
      : { actor: call.actor, key, method: route.method, url: call.request.url, body: call.request.body };
  return ctx.db.transaction(async (tx) => {
    const stored = keyed && (await claimKey(tx, keyed));
    if (stored) return { ...stored, headers: { ...stored.headers, 'idempotency-replayed': 'true' } };
    const answer = render(route, await route.handler({ ...call, tx } as never));
    if (keyed) storeAnswer(tx, keyed, answer);
    return answer;
  });
}

async function actorOf(request: FastifyRequest, route: Route, authenticator: Authenticator): Promise<Actor> {
  const { authorization } = request.headers;
  if (route.permission === PUBLIC && route.ownAuthorization) return guest;
  if (authorization === undefined) {
    if (route.permission === PUBLIC) return guest;
    throw platformErrors.not_authenticated('Send a token: Authorization: Bearer …', {
      headers: { 'www-authenticate': 'Bearer realm="caravan"' },
    });
  }
  return authenticator.authenticate({ authorization, remoteAddress: request.ip });
}

function allowed(actor: Actor, route: Route): Scope {
  if (route.permission === PUBLIC) return 'all';
  const scope = scopeOf(actor, route.permission);
  if (scope) return scope;
  throw platformErrors.forbidden(`It needs the permission ${route.permission}.`, {
    members: { permission: route.permission },
  });
}

function takeFields(query: Record<string, unknown>): string[] | undefined {
  const { fields } = query;
  if (fields === undefined) return undefined;
  delete query.fields;
  if (typeof fields === 'string' && /^[A-Za-z][\w,]{0,500}$/.test(fields)) return fields.split(',');
  throw platformErrors.invalid_request('fields must name fields, separated by commas.', {
    errors: [{ field: 'fields', reason: 'must name fields, separated by commas' }],
  });
}

function refuseQuery(query: Record<string, unknown>): undefined {
  const [name] = Object.keys(query);
  if (name === undefined) return undefined;
  throw platformErrors.invalid_request(`${name} is not a known parameter.`, {
    errors: [{ field: name, reason: 'is not a known parameter' }],
  });
}
