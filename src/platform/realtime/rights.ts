import type { Connection } from './connection.ts';
import { type Channel, type Grant, isRefusal, type Principal, type Refusal } from './contracts.ts';
import type { Hub } from './hub.ts';
import { coverBounds } from './grid.ts';
import { CLOSE } from './protocol.ts';

/** `delivery:{id}` as its channel and id; null when no channel has this name. */
export function resolveTopic<P extends Principal>(
  channels: readonly Channel<P>[],
  topic: string,
): { channel: Channel<P>; id: string } | null {
  const colon = topic.indexOf(':');
  const name = colon === -1 ? topic : topic.slice(0, colon);
  const channel = channels.find((one) => one.name === name);
  return channel === undefined ? null : { channel, id: colon === -1 ? '' : topic.slice(colon + 1) };
}

export async function authorizeTopic<P extends Principal>(
  hub: Hub<P>,
  principal: P,
  topic: string,
): Promise<Grant | Refusal> {
  const resolved = resolveTopic(hub.ports.channels, topic);
  if (resolved === null) return { refused: 'unknown_topic' };
  return await resolved.channel.authorize(principal, resolved.id);
}

export function dropSubscription<P extends Principal>(
  hub: Hub<P>,
  connection: Connection<P>,
  topic: string,
): void {
  const subscription = connection.subscriptions.get(topic);
  if (subscription === undefined) return;
  hub.feed.remove(subscription);
  for (const id of subscription.watch) {
    const stillWatched = [...connection.subscriptions.values()].some((other) => other.watch.includes(id));
    if (!stillWatched) hub.views.unwatch(connection, id);
  }
}

/** Asks again whether one socket may have what it has; takes away what it may not. */
export async function recheckConnection<P extends Principal>(
  hub: Hub<P>,
  connection: Connection<P>,
): Promise<void> {
  connection.rightsVersion++;
  try {
    const principal = await hub.ports.refresh(connection.principal);
    if (isRefusal(principal)) {
      connection.close(CLOSE.signedOut);
      return;
    }
    connection.principal = principal;
    for (const topic of [...connection.subscriptions.keys()]) {
      const answer = await authorizeTopic(hub, principal, topic);
      if (!isRefusal(answer)) continue;
      dropSubscription(hub, connection, topic);
      connection.send({ type: 'revoked', topic, code: answer.refused });
    }
    if (connection.bounds !== null) await recheckViewport(hub, connection);
  } catch (error) {
    hub.ports.onError(error, 'realtime recheck');
    connection.close(CLOSE.internal);
  }
}

async function recheckViewport<P extends Principal>(hub: Hub<P>, connection: Connection<P>): Promise<void> {
  const scope = await hub.ports.authorizeViewport(connection.principal);
  const bounds = connection.bounds;
  if (bounds === null) return;
  if (isRefusal(scope)) {
    connection.bounds = null;
    hub.views.look(connection, null, { key: '' });
    hub.views.refresh(connection);
    connection.send({ type: 'revoked', viewport: true, code: scope.refused });
  } else {
    hub.views.look(connection, coverBounds(bounds, hub.limits.tilesPerViewport), scope);
  }
}
