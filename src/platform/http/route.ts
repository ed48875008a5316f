import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor, Permission, Scope } from '../auth/actor.ts';
import type { Context } from '../context.ts';
import type { Queryable, Transaction } from '../db/database.ts';
import type { RouteLimitChoice } from '../limits/quota.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Needs no token. Rare, and each use says why in its summary. */
export const PUBLIC = Symbol('public');

type Output<T> = T extends z.ZodType ? z.output<T> : undefined;

/** What a handler gets, already checked. */
export interface Call<P, Q, B> {
  ctx: Context;
  actor: Actor;
  /** How far the actor's permission reaches; to be turned into an SQL predicate by the module's scope query. */
  scope: Scope;
  params: P;
  query: Q;
  body: B;
  /** The version that the client saw (If-Match), for optimistic updates. */
  ifVersion: number | undefined;
  requestId: string;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** An answer with more than a body. */
export class Answer<T = unknown> {
  readonly body: T;
  readonly options: { status?: number; etag?: string; location?: string; headers?: Record<string, string> };
  constructor(body: T, options: Answer['options'] = {}) {
    this.body = body;
    this.options = options;
  }
}

/** JSON in UTF-8 that is sent as it is: rows that the database keeps in their wire form. */
export class Rendered {
  readonly json: Buffer;
  constructor(json: Buffer) {
    this.json = json;
  }
}

interface RouteBase<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R extends z.ZodType | undefined,
> {
  /** `deliveries.listDeliveries`: its file is routes/listDeliveries.ts of the module. */
  operation: string;
  /** `/v1/deliveries/{id}` */
  path: string;
  summary: string;
  description?: string;
  permission: Permission | typeof PUBLIC;
  params?: P;
  query?: Q;
  body?: B;
  /** What a successful answer holds; checked in tests, shown in the reference. None: 204. */
  response?: R;
  /** Status of a successful answer; default 200, or 204 without `response`. */
  status?: number;
  /** Codes of problems beyond those that every route may answer. */
  problems?: readonly string[];
  /** Largest body in bytes; default from the settings. */
  bodyLimit?: number;
  /** True when the answer holds a secret: it is never compressed, and sealed while it is kept for its Idempotency-Key. */
  secretAnswer?: boolean;
  /** Content type of a body that is not JSON; the handler reads `request.raw` or gets the text. */
  accepts?: readonly string[];
  /** Content type of an answer that is not JSON. */
  produces?: string;
  /** Seconds that a client may keep the answer without asking again. */
  maxAgeSeconds?: number;
  /** A public route whose handler reads the Authorization header itself: another scheme than ours. */
  ownAuthorization?: boolean;
  /** How often it may be called; default: the general limits of the settings, for reads or for writes. */
  limit?: RouteLimitChoice;
  /**
   * True for a handler that reads a cookie or sets one for a login: requests from pages of other sites are refused.
   * Without it there is no Cookie header to read.
   */
  readsCookie?: boolean;
  /** Whether its success is told to the audit trail; default: all but GET. */
  audited?: boolean;
  /** Left out of the reference document: pages and files for people. */
  undocumented?: boolean;
}

type Body<R> = R extends z.ZodType ? z.input<R> : unknown;

/** A read: runs on the pool. */
export interface ReadRoute<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  R extends z.ZodType | undefined,
> extends RouteBase<P, Q, undefined, R> {
  method: 'GET';
  handler(
    call: Call<Output<P>, Output<Q>, undefined> & { sql: Queryable },
  ): Promise<Body<R> | Answer<Body<R>> | Rendered>;
}

/** A read that needs a body, or a write that brings its own transactions (uploads, imports): runs on the pool too. */
export interface ComputeRoute<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R extends z.ZodType | undefined,
> extends RouteBase<P, Q, B, R> {
  method: 'POST' | 'PUT' | 'PATCH';
  transaction: false;
  /** It gives the Idempotency-Key a meaning itself. Others must bear to be sent again: nobody looks at the header. */
  takesKey?: boolean;
  handler(
    call: Call<Output<P>, Output<Q>, Output<B>> & { sql: Queryable },
  ): Promise<Body<R> | Answer<Body<R>> | Rendered>;
}

/** A write: everything it does, its events and its stored answer commit in one transaction. */
export interface WriteRoute<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R extends z.ZodType | undefined,
  A = undefined,
> extends RouteBase<P, Q, B, R> {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  transaction?: true;
  /**
   * A read that the handler needs in any case: it travels with the question whether the request was answered before,
   * and saves a wait for the database.
   */
  ahead?(call: Call<Output<P>, Output<Q>, Output<B>> & { sql: Queryable }): Promise<A>;
  /** Whether this call's handler writes nothing but plain inserts by `tx.withCommit`: see `Database.atOnce`. */
  atOnce?(call: Call<Output<P>, Output<Q>, Output<B>>): boolean;
  handler(
    call: Call<Output<P>, Output<Q>, Output<B>> & { tx: Transaction; ahead: A },
  ): Promise<Body<R> | Answer<Body<R>> | Rendered>;
}

/** A route as the server keeps it, its types erased. */
export interface Route
  extends RouteBase<
    z.ZodType | undefined,
    z.ZodType | undefined,
    z.ZodType | undefined,
    z.ZodType | undefined
  > {
  method: Method;
  transaction?: boolean;
  takesKey?: boolean;
  ahead?(call: Call<any, any, any> & { sql: Queryable }): Promise<unknown>;
  atOnce?(call: Call<any, any, any>): boolean;
  handler(call: Call<any, any, any> & { sql: Queryable; tx: Transaction; ahead?: any }): Promise<unknown>;
}

export function defineRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  R extends z.ZodType | undefined = undefined,
>(route: ReadRoute<P, Q, R>): Route;
export function defineRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType | undefined = undefined,
>(route: ComputeRoute<P, Q, B, R>): Route;
export function defineRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType | undefined = undefined,
  A = undefined,
>(route: WriteRoute<P, Q, B, R, A>): Route;
export function defineRoute(route: unknown): Route {
  return route as Route;
}

/** Something that serves what is not JSON (sockets, the reference page); added to the server as it is. */
export type HttpPlugin = (app: FastifyInstance, ctx: Context) => Promise<void> | void;
