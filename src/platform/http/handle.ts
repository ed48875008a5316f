import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { guest, scopeOf, type Actor, type Authenticator, type Scope } from '../auth/actor.ts';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { platformErrors } from '../errors/platform-errors.ts';
import { Problem } from '../errors/problem.ts';
import { refuseOtherSites } from './csrf.ts';
import { versionOf } from './etag.ts';
import { httpConfig } from './http-config.ts';
import {
  claimKey,
  findAnswer,
  keyOf,
  keySpaceOf,
  openAnswer,
  sealAnswer,
  storeAnswer,
  type KeyedRequest,
  type StoredAnswer,
} from './idempotency.ts';
import { PUBLIC, type Call, type Route } from './route.ts';
import { narrow, render, renderRead, send } from './send.ts';
import { compiled, parse } from './validate.ts';

interface HookCall {
  request: FastifyRequest;
  reply: FastifyReply;
  actor: Actor;
  route: Route;
}

/** Called around each request by parts that are not HTTP: limits before it, the audit trail inside the write. */
export interface RequestHooks {
  /** Once it is known who asks, before anything is done for them. May throw too_many_requests. */
  beforeHandler?(call: HookCall): void | Promise<void>;
  /** No valid token (`actor` is the guest) or not the right. May throw too_many_requests in place of the problem. */
  denied?(call: HookCall & { problem: Problem }): void | Promise<void>;
  /** In the transaction of a write that succeeded; what it sends goes with COMMIT. */
  committing?(done: Done & { tx: Transaction }): void;
  /** After an audited operation that runs on the pool succeeded, before it is answered. */
  succeeded?(done: Done): Promise<void>;
}

/** An operation that succeeded. */
export interface Done {
  route: Route;
  call: Call<unknown, unknown, unknown>;
  status: number;
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
  const audited = route.audited ?? route.method !== 'GET';
  const withFields = route.method === 'GET' && querySchema !== undefined;
  const { maxWaitingRequests, publicUrl, corsOrigins } = ctx.config.get(httpConfig);
  const ownOrigin = URL.parse(publicUrl)?.origin;
  const origins = new Set([...corsOrigins, ...(ownOrigin ? [ownOrigin] : [])]);

  async function refuse(problem: unknown, call: HookCall): Promise<never> {
    if (problem instanceof Problem && problem.status < 500) await hooks.denied?.({ ...call, problem });
    throw problem;
  }

  return async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (ctx.db.stats().waiting > maxWaitingRequests)
      throw platformErrors.overloaded('Try again in a moment.', { headers: { 'retry-after': '1' } });
    if (route.readsCookie) refuseOtherSites(request, route, origins);
    else if (request.headers.cookie !== undefined) request.headers.cookie = undefined;
    const actor = await actorOf(request, route, authenticator).catch((problem: unknown) =>
      refuse(problem, { request, reply, actor: guest, route }),
    );
    request.actor = actor;
    const counting = hooks.beforeHandler?.({ request, reply, actor, route });
    if (counting) await counting;
    const scope = allowed(actor, route) ?? (await refuse(forbidden(route), { request, reply, actor, route }));
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
      if (audited) await hooks.succeeded?.({ route, call, status: route.status ?? 200 });
      return reply.sent ? reply : send(request, reply, route, renderRead(route, narrow(result, fields)));
    }
    return send(request, reply, route, await write(route, ctx, call, audited ? hooks : {}));
  };
}

async function write(
  route: Route,
  ctx: Context,
  call: Call<unknown, unknown, unknown>,
  hooks: RequestHooks,
): Promise<StoredAnswer> {
  const key = keyOf(call.request.headers['idempotency-key']);
  const keyed: KeyedRequest | undefined =
    key === undefined
      ? undefined
      : {
          actor: keySpaceOf(call.actor, call.request.ip),
          key,
          method: route.method,
          url: call.request.url,
          body: call.request.body,
        };
  const atOnce = route.atOnce?.(call) === true;
  const inOne = <T>(work: (tx: Transaction) => Promise<T>) =>
    atOnce ? ctx.db.atOnce(work) : ctx.db.transaction(work);
  return inOne(async (tx) => {
    const sql = atOnce ? ctx.db.sql : tx;
    const [stored, ahead] = await Promise.all([
      keyed && (atOnce ? findAnswer(sql, keyed) : claimKey(tx, keyed)),
      route.ahead?.({ ...call, sql }),
    ]);
    if (keyed && stored) {
      const opened = route.secretAnswer ? await openAnswer(ctx.secrets, keyed, stored) : stored;
      return { ...opened, headers: { ...opened.headers, 'idempotency-replayed': 'true' } };
    }
    const answer = render(route, await route.handler({ ...call, tx, ahead } as never));
    if (keyed) storeAnswer(tx, keyed, route.secretAnswer ? sealAnswer(ctx.secrets, keyed, answer) : answer);
    hooks.committing?.({ tx, route, call, status: answer.status });
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

const allowed = (actor: Actor, route: Route): Scope | undefined =>
  route.permission === PUBLIC ? 'all' : scopeOf(actor, route.permission);

function forbidden({ permission }: Route): Problem {
  const name = String(permission);
  return platformErrors.forbidden(`It needs the permission ${name}.`, { members: { permission: name } });
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
