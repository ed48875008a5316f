import { useSyncExternalStore } from 'react';
import {
  LiveClient,
  type LiveEvent,
  type LiveState,
  type World,
  type WorldChange,
} from '../../client/src/live/live.ts';
import { api } from './api.ts';

/** The one live connection of this window, shared by everything that shows something moving. */
const positionListeners = new Set<(change: WorldChange) => void>();
const eventListeners = new Set<(event: LiveEvent) => void>();
const stateListeners = new Set<() => void>();
const topics = new Map<string, number>();
/** Topics that the server has begun to tell, and has not refused since. */
const heard = new Set<string>();
const beginners = new Map<string, () => void>();
let client: LiveClient | undefined;
let state: LiveState = 'idle';
let resting = false;

function open(): LiveClient {
  if (client) return client;
  client = new LiveClient({
    url: `${location.origin.replace(/^http/, 'ws')}/v1/live`,
    ticket: async () => (await api('live.createTicket')).ticket,
    onState(next) {
      state = next;
      for (const listener of stateListeners) listener();
    },
    onPositions(change) {
      for (const listener of positionListeners) listener(change);
    },
    onEvent(event) {
      for (const listener of eventListeners) listener(event);
    },
    onSnapshot(topic) {
      heard.add(topic);
      beginners.get(topic)?.();
    },
    onRefused: (topic) => heard.delete(topic),
  });
  if (!resting) client.connect();
  // A device that slept, or found its network again, does not wait for the next try.
  addEventListener('online', () => !resting && client?.connect());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && state === 'waiting') client?.connect();
  });
  return client;
}

export const live = {
  get world(): World {
    return open().world;
  },
  get state(): LiveState {
    return state;
  },
  /** [west, south, east, north]; null when no map is shown. */
  setViewport: (bounds: readonly [number, number, number, number] | null): void => open().setViewport(bounds),
  onPositions(listener: (change: WorldChange) => void): () => void {
    open();
    positionListeners.add(listener);
    return () => positionListeners.delete(listener);
  },
  /** Puts the connection to rest, or takes it up from where it was: what happened meanwhile is told then. */
  rest(wanted: boolean): void {
    if (wanted === resting) return;
    resting = wanted;
    if (wanted) client?.close();
    else client?.connect();
  },
  /** Whether what happens to a topic with a snapshot is told at once. */
  hears: (topic: string): boolean => state === 'open' && heard.has(topic),
  /** Hears a topic that has a snapshot; `begin` is called where everything is to be read anew. */
  follow(topic: string, begin: () => void, listener: (event: LiveEvent) => void): () => void {
    beginners.set(topic, begin);
    return live.listen(topic, listener);
  },
  /** Hears a topic until the returned function is called. */
  listen(topic: string, listener: (event: LiveEvent) => void): () => void {
    const mine = (event: LiveEvent) => {
      if (event.topic === topic) listener(event);
    };
    eventListeners.add(mine);
    const users = topics.get(topic) ?? 0;
    topics.set(topic, users + 1);
    if (users === 0) open().subscribe(topic);
    return () => {
      eventListeners.delete(mine);
      const left = (topics.get(topic) ?? 1) - 1;
      topics.set(topic, left);
      if (left > 0) return;
      topics.delete(topic);
      client?.unsubscribe(topic);
    };
  },
  onState(listener: () => void): () => void {
    stateListeners.add(listener);
    return () => stateListeners.delete(listener);
  },
};

/** How the live connection is, for the reader's eyes. */
export const useLiveState = (): LiveState => useSyncExternalStore(live.onState, () => state);
