import type { z } from 'zod';
import type { Connection, Subscription } from './connection.ts';
import { type Grant, isCursor, isRefusal, type Principal, type Refusal } from './contracts.ts';
import { coverBounds, validBounds } from './grid.ts';
import type { Hub } from './hub.ts';
import {
  anyMessage,
  CLOSE,
  pingMessage,
  type RequestId,
  subscribeMessage,
  unsubscribeMessage,
  viewportMessage,
} from './protocol.ts';
import { authorizeTopic, dropSubscription, resolveTopic } from './rights.ts';

/** What clients send: checks, limits, and one handler per type. */
export class Inbox<P extends Principal> {
  readonly #hub: Hub<P>;

  constructor(hub: Hub<P>) {
    this.#hub = hub;
  }

  receive(connection: Connection<P>, data: Buffer, isBinary: boolean): void {
    const nowMs = this.#hub.ports.now();
    connection.heardAtMs = nowMs;
    if (!connection.takeToken(nowMs)) {
      connection.close(CLOSE.tooManyMessages);
      return;
    }
    const work = isBinary ? this.#binary(connection, data) : this.#text(connection, data);
    if (work === null) return;
    connection.inFlight++;
    // Unread input stays in the kernel: a sender that is faster than its answers is slowed by TCP itself.
    if (connection.inFlight >= this.#hub.limits.requestsInFlight) connection.ws.pause();
    work
      .catch((error: unknown) => {
        this.#hub.ports.onError(error, 'realtime message');
        connection.sendError(undefined, 'unavailable', 'The message could not be handled; send it again.');
      })
      .finally(() => {
        connection.inFlight--;
        if (connection.open && connection.inFlight < this.#hub.limits.requestsInFlight)
          connection.ws.resume();
      });
  }

  #binary(connection: Connection<P>, data: Buffer): Promise<void> | null {
    const receiver = this.#hub.ports.binaryReceivers.get(data[0] ?? -1);
    if (receiver === undefined) {
      connection.close(CLOSE.badMessage);
      return null;
    }
    return receiver(connection.principal, data.subarray(1)).then((answer) => connection.send(answer));
  }

  #text(connection: Connection<P>, data: Buffer): Promise<void> | null {
    let json: unknown;
    try {
      json = JSON.parse(data.toString());
    } catch {
      connection.close(CLOSE.badMessage);
      return null;
    }
    const head = anyMessage.safeParse(json);
    if (!head.success) {
      connection.close(CLOSE.badMessage);
      return null;
    }
    const { type, id } = head.data;
    switch (type) {
      case 'ping':
        return this.#checked(connection, pingMessage, json, id, (message) => {
          connection.send({ type: 'pong', id, time: this.#hub.ports.now(), echo: message.time });
        });
      case 'subscribe':
        return this.#checked(connection, subscribeMessage, json, id, (message) =>
          this.#subscribe(connection, message.topics, message.cursor, id),
        );
      case 'unsubscribe':
        return this.#checked(connection, unsubscribeMessage, json, id, (message) => {
          for (const topic of message.topics) dropSubscription(this.#hub, connection, topic);
          connection.send({ type: 'unsubscribed', id, topics: message.topics });
        });
      case 'viewport':
        return this.#checked(connection, viewportMessage, json, id, (message) =>
          this.#viewport(connection, message.bounds, id),
        );
      default: {
        const receiver = this.#hub.ports.receivers.get(type);
        if (receiver === undefined) {
          connection.sendError(id, 'unknown_type', `There is no message type '${type}'.`);
          return null;
        }
        return receiver(connection.principal, json).then((answer) => connection.send({ ...answer, id }));
      }
    }
  }

  #checked<T>(
    connection: Connection<P>,
    schema: z.ZodType<T>,
    json: unknown,
    id: RequestId | undefined,
    handle: (message: T) => Promise<void> | void,
  ): Promise<void> | null {
    const parsed = schema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      connection.sendError(
        id,
        'bad_message',
        `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong shape'}`,
      );
      return null;
    }
    return handle(parsed.data) ?? null;
  }

  async #subscribe(
    connection: Connection<P>,
    topics: readonly string[],
    cursor: string | undefined,
    id: RequestId | undefined,
  ): Promise<void> {
    const hub = this.#hub;
    const accepted: { topic: string; cursor: string }[] = [];
    const refused: { topic: string; code: string }[] = [];
    // Taken before any snapshot is read, so that nothing falls between the snapshot and the stream.
    const start = hub.feed.tail;
    for (const topic of new Set(topics)) {
      if (connection.subscriptions.size + accepted.length >= hub.limits.subscriptionsPerSocket) {
        refused.push({ topic, code: 'too_many_subscriptions' });
        continue;
      }
      const answer = await this.#granted(connection, topic, cursor === undefined);
      if (!connection.open) return;
      if (isRefusal(answer)) {
        refused.push({ topic, code: answer.refused });
        continue;
      }
      const { grant, snapshot } = answer;
      dropSubscription(hub, connection, topic);
      const subscription: Subscription<P> = {
        connection,
        topic,
        cursor: cursor !== undefined && isCursor(cursor) ? cursor : start,
        live: false,
        watch: grant.watch ?? [],
      };
      accepted.push({ topic, cursor: subscription.cursor });
      for (const subject of subscription.watch) hub.views.watch(connection, subject);
      if (snapshot !== undefined) connection.send({ type: 'snapshot', topic, cursor: start, data: snapshot });
      hub.feed.add(subscription);
    }
    connection.send({ type: 'subscribed', id, topics: accepted, refused });
  }

  /** The grant and the snapshot, both had under the same rights. */
  async #granted(
    connection: Connection<P>,
    topic: string,
    wantsSnapshot: boolean,
  ): Promise<Refusal | { grant: Grant; snapshot: unknown }> {
    for (;;) {
      const version = connection.rightsVersion;
      const grant = await authorizeTopic(this.#hub, connection.principal, topic);
      if (isRefusal(grant)) return grant;
      const resolved = wantsSnapshot ? resolveTopic(this.#hub.ports.channels, topic) : null;
      const snapshot = await resolved?.channel.snapshot?.(connection.principal, resolved.id);
      if (version === connection.rightsVersion) return { grant, snapshot };
    }
  }

  async #viewport(
    connection: Connection<P>,
    bounds: readonly [number, number, number, number] | null,
    id: RequestId | undefined,
  ): Promise<void> {
    const hub = this.#hub;
    if (bounds === null) {
      connection.bounds = null;
      hub.views.look(connection, null, { key: '' });
      hub.views.refresh(connection);
      connection.send({ type: 'viewport', id, tiles: null });
      return;
    }
    if (!validBounds(bounds)) {
      connection.sendError(id, 'bad_bounds', 'bounds are [west, south, east, north] in degrees.');
      return;
    }
    // A recheck or a newer viewport meanwhile asks by itself, with these bounds or with its own.
    connection.bounds = bounds;
    const scope = await hub.ports.authorizeViewport(connection.principal);
    if (!connection.open || connection.bounds !== bounds) return;
    if (isRefusal(scope)) {
      connection.bounds = null;
      connection.sendError(id, scope.refused, 'You may not watch the map.');
      return;
    }
    const rect = coverBounds(bounds, hub.limits.tilesPerViewport);
    hub.views.look(connection, rect, scope);
    connection.send({ type: 'viewport', id, tiles: rect });
  }
}
