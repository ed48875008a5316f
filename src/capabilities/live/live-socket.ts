import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { type Actor, type Authenticator, scopeOf } from '../../platform/auth/actor.ts';
import type { Context } from '../../platform/context.ts';
import { httpConfig } from '../../platform/http/http-config.ts';
import {
  attachUpgrade,
  type BinaryReceiver,
  bindChannel,
  type EventSource,
  type Handshake,
  Hub,
  type LiveChannel,
  type LivePrincipal,
  outboxEvents,
  positionBusOf,
  type Receiver,
  type Refusal,
  type ViewScope,
} from '../../platform/realtime/api.ts';
import { liveConfig } from './config.ts';
import { rightsBusOf } from './rights-bus.ts';
import { redeemTicket } from './tickets.ts';

export interface LiveSocketParts {
  channels: readonly LiveChannel[];
  authenticator: Authenticator;
  /** What of the map an actor may see. */
  viewport(ctx: Context, principal: LivePrincipal): Promise<ViewScope | Refusal>;
  /** Names of events after which the rights of open sockets are asked again. */
  rightsEvents: readonly string[];
  /** The actor as it is now, or null when it may not be here any more; default: as it came. */
  refreshActor?(ctx: Context, actor: Actor): Promise<Actor | null>;
  /** JSON messages and binary messages of the modules, by type. */
  receivers?: ReadonlyMap<string, (ctx: Context) => Receiver<LivePrincipal>>;
  binaryReceivers?: ReadonlyMap<number, (ctx: Context) => BinaryReceiver<LivePrincipal>>;
}

export interface LiveSocket {
  hub: Hub<LivePrincipal>;
  stop(): Promise<void>;
}

/** Puts `/v1/live` on the server. Call before it listens. */
export async function startLiveSocket(
  app: FastifyInstance,
  ctx: Context,
  parts: LiveSocketParts,
): Promise<LiveSocket> {
  const settings = ctx.config.get(liveConfig);
  const hub = new Hub<LivePrincipal>(
    {
      authenticate: (handshake) => authenticate(ctx, parts, handshake),
      refresh: (principal) => refresh(ctx, parts, principal),
      authorizeViewport: (principal) => parts.viewport(ctx, principal),
      channels: parts.channels.map((channel) => bindChannel(channel, ctx)),
      receivers: bindAll(parts.receivers, ctx),
      binaryReceivers: bindAll(parts.binaryReceivers, ctx),
      events: withRights(outboxEvents(ctx, parts.channels), parts.rightsEvents, () =>
        rightsBusOf(ctx).receive({ what: 'recheck', userId: null }),
      ),
      now: () => ctx.clock.nowMs(),
      onError: (err, what) => ctx.log.warn({ err }, what),
    },
    {
      node: `${hostname()}-${process.pid}`,
      tickMillis: settings.tickMillis,
      forgetAfterSeconds: settings.forgetAfterSeconds,
      limits: { sockets: settings.maxSockets, socketsPerPrincipal: settings.socketsPerUser },
    },
  );
  await hub.start();
  const unsubscribe = positionBusOf(ctx).subscribe((updates) => hub.publishPositions(updates));
  const unlisten = rightsBusOf(ctx).listen(({ what, userId }) => {
    if (what === 'end' && userId !== null) hub.disconnect(userId);
    else void hub.recheck(userId ?? undefined);
  });
  const detach = attachUpgrade(app.server, hub, { allowedOrigins: ctx.config.get(httpConfig).corsOrigins });
  // Beside every change of rights, for what changes without a word: an hour that ends, a row set by hand.
  const rechecks = setInterval(() => void hub.recheck(), settings.recheckSeconds * 1000);
  rechecks.unref();
  const stop = async (): Promise<void> => {
    clearInterval(rechecks);
    unsubscribe();
    unlisten();
    await hub.stop();
    detach();
  };
  app.addHook('preClose', stop);
  const document = readFileSync(new URL('../../../docs/reference/asyncapi.json', import.meta.url), 'utf8');
  app.get('/asyncapi.json', (_request, reply) => reply.type('application/json').send(document));
  return { hub, stop };
}

/** A ticket, or for programs the same Authorization header as for the API. */
async function authenticate(
  ctx: Context,
  parts: LiveSocketParts,
  { ticket, headers, remoteAddress }: Handshake,
): Promise<LivePrincipal | Refusal> {
  const { authenticator } = parts;
  if (ticket !== null) {
    const principal = await redeemTicket(ctx, ticket);
    return principal === null ? { refused: 'forbidden' } : refresh(ctx, parts, principal);
  }
  if (headers.authorization === undefined) return { refused: 'forbidden' };
  try {
    const actor = await authenticator.authenticate({ authorization: headers.authorization, remoteAddress });
    if (scopeOf(actor, 'live:connect') === undefined) return { refused: 'forbidden' };
    return { id: actor.id, actor, expiresAtMs: null };
  } catch (error) {
    if ((error as { status?: number }).status === 401) return { refused: 'forbidden' };
    throw error;
  }
}

async function refresh(
  ctx: Context,
  parts: LiveSocketParts,
  principal: LivePrincipal,
): Promise<LivePrincipal | Refusal> {
  const { expiresAtMs } = principal;
  if (expiresAtMs !== null && expiresAtMs <= ctx.clock.nowMs()) return { refused: 'forbidden' };
  if (parts.refreshActor === undefined) return principal;
  const actor = await parts.refreshActor(ctx, principal.actor);
  return actor === null ? { refused: 'forbidden' } : { ...principal, actor };
}

/** Every node reads the outbox anyway; so each learns of a change of rights that is committed, and only then. */
function withRights(source: EventSource, names: readonly string[], changed: () => void): EventSource {
  return {
    ...source,
    async readSince(cursor, limit, topics) {
      const page = await source.readSince(cursor, limit, topics);
      if (topics === undefined && page.events.some(({ name }) => names.includes(name))) changed();
      return page;
    },
  };
}

function bindAll<K, T>(
  makers: ReadonlyMap<K, (ctx: Context) => T> | undefined,
  ctx: Context,
): ReadonlyMap<K, T> {
  return new Map([...(makers ?? [])].map(([key, make]) => [key, make(ctx)]));
}
