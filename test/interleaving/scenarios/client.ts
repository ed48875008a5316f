import type { FastifyInstance } from 'fastify';
import type { Context } from '../../../src/platform/context.ts';
import type { Route } from '../../../src/platform/http/route.ts';
import { newId, systemRng } from '../../../src/platform/ports/rng.ts';
import { widgetServer } from '../../../src/platform/testing/widgets/module.ts';
import { widgetRoutes } from '../../../src/platform/testing/widgets/routes.ts';
import type { Stage } from '../stage.ts';

const servers = new WeakMap<Context, Map<readonly Route[], Promise<FastifyInstance>>>();

/** The program of a seat: its HTTP server on its one connection. */
export function programOf(ctx: Context, routes: readonly Route[] = widgetRoutes): Promise<FastifyInstance> {
  const known = servers.get(ctx) ?? new Map<readonly Route[], Promise<FastifyInstance>>();
  servers.set(ctx, known);
  const server = known.get(routes) ?? widgetServer(ctx, routes);
  known.set(routes, server);
  return server;
}

export interface Answer {
  status: number;
  body: Record<string, any>;
}

export interface Request {
  method: 'POST' | 'PATCH';
  url: string;
  body: object;
  key?: string;
  ifMatch?: string;
}

export async function call(
  server: FastifyInstance,
  { method, url, body, key, ifMatch }: Request,
): Promise<Answer> {
  const response = await server.inject({
    method,
    url,
    payload: body,
    headers: {
      authorization: 'Bearer alice',
      ...(key && { 'idempotency-key': key }),
      ...(ifMatch && { 'if-match': ifMatch }),
    },
  });
  return { status: response.statusCode, body: response.payload ? response.json() : {} };
}

/** As a good client does: the same request with the same key, until the answer says how it went. */
export async function insist(server: FastifyInstance, request: Request): Promise<Answer> {
  for (;;) {
    const answer = await call(server, request);
    if (answer.status !== 503 && answer.body.code !== 'request_in_flight') return answer;
  }
}

export const freshId = (): string =>
  newId({ clock: { nowMs: Date.now, now: () => new Date() }, rng: systemRng });

/** A widget in a state, with the events that led there. */
export async function seedWidget(stage: Stage, state: 'ready' | 'assigned', sinceMs = 0): Promise<string> {
  const id = freshId();
  const since = new Date(stage.clock.nowMs() - sinceMs);
  const version = state === 'ready' ? 1 : 2;
  await stage.sql`
    insert into widgets.widgets (id, name, driver, state, version, lifecycle_version, state_since, updated_at)
    values (${id}, 'seeded', ${state === 'ready' ? null : 'first'}, ${state}, ${version}, 2, ${since}, ${since})`;
  await stage.sql`
    insert into platform.events (name, version, entity, entity_id, sequence, actor_kind, actor_id, server_time, payload)
    select 'widgets.seeded', 1, 'widget', ${id}::uuid, n, 'system', 'test', ${since}, '{}'
    from generate_series(1, ${version}::int) n`;
  return id;
}

export interface WidgetRow {
  state: string;
  driver: string | null;
  version: number;
  /** Actions in the order of their sequence, without the seeded ones. */
  actions: string[];
  sequences: number[];
}

export async function widgetNow(stage: Stage, id: string): Promise<WidgetRow> {
  const [row] = await stage.sql<WidgetRow[]>`
    select state, driver, version,
      array(select action from platform.events where entity_id = w.id and action is not null order by sequence) as actions,
      array(select sequence from platform.events where entity_id = w.id order by sequence) as sequences
    from widgets.widgets w where id = ${id}`;
  return row!;
}

/** Whether the history has one event for each version, without gaps. */
export const wholeHistory = ({ version, sequences }: WidgetRow): boolean =>
  sequences.length === version && sequences.every((sequence, index) => sequence === index + 1);
