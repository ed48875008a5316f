import type { Actor } from '../auth/actor.ts';
import type { Context } from '../context.ts';
import type { StoredEvent } from '../events/outbox.ts';
import type { Channel, Grant, Principal, Refusal } from './contracts.ts';

/** A kind of topic that a module offers on the live socket, `delivery:{id}`, or a single name such as `feed`. */
export interface LiveChannel {
  /** What stands before the colon; the name of the entity where there is one. */
  name: string;
  meaning: string;
  authorize(ctx: Context, actor: Actor, id: string): Promise<Grant | Refusal>;
  /** What the subscriber has to know before the first event. */
  snapshot?(ctx: Context, actor: Actor, id: string): Promise<unknown>;
  /** Whether subscribers get the payload of events or only that they happened; default `shown`. */
  payload?: 'shown' | 'hidden';
  /** Ids of this channel that an event belongs to; default: the event's entity, when it is named as the channel. */
  idsOf?(event: StoredEvent): readonly string[];
}

export function defineChannel(channel: LiveChannel): LiveChannel {
  return channel;
}

/** The owner of a socket in the product: an actor. */
export interface LivePrincipal extends Principal {
  readonly actor: Actor;
  /** When the right to be here ends, in milliseconds since 1970; null: when it is taken away. */
  readonly expiresAtMs: number | null;
}

export function bindChannel(channel: LiveChannel, ctx: Context): Channel<LivePrincipal> {
  const { snapshot } = channel;
  return {
    name: channel.name,
    authorize: (principal, id) => channel.authorize(ctx, principal.actor, id),
    ...(snapshot && {
      snapshot: (principal: LivePrincipal, id: string) => snapshot(ctx, principal.actor, id),
    }),
  };
}

/** The topics of an event, by the channels that claim it. */
export function topicsOf(channels: readonly LiveChannel[], event: StoredEvent): string[] {
  const topics: string[] = [];
  for (const channel of channels) {
    const ids = channel.idsOf?.(event) ?? (event.entity === channel.name ? [event.entityId] : []);
    for (const id of ids) topics.push(id === '' ? channel.name : `${channel.name}:${id}`);
  }
  return topics;
}
