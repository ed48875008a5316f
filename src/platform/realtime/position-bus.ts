import type { Context } from '../context.ts';
import type { PositionUpdate } from './subjects.ts';

/** Carries the newest positions from where they are accepted to every process that has sockets. */
export interface PositionBus {
  publish(updates: readonly PositionUpdate[]): void;
  subscribe(listener: (updates: readonly PositionUpdate[]) => void): () => void;
  /** Hears only what comes from other processes. */
  onRemote(listener: (updates: readonly PositionUpdate[]) => void): () => void;
  /** Adds a way to other processes; answers how to remove it. */
  connect(link: PositionLink): () => void;
}

/** A way to other processes. What it receives it gives to `deliver`, never back to itself. */
export interface PositionLink {
  send(updates: readonly PositionUpdate[]): void;
  start(deliver: (updates: readonly PositionUpdate[]) => void): void;
}

class LocalBus implements PositionBus {
  readonly #listeners = new Set<(updates: readonly PositionUpdate[]) => void>();
  readonly #remoteListeners = new Set<(updates: readonly PositionUpdate[]) => void>();
  readonly #links = new Set<PositionLink>();

  publish(updates: readonly PositionUpdate[]): void {
    this.#deliver(updates);
    for (const link of this.#links) link.send(updates);
  }

  subscribe(listener: (updates: readonly PositionUpdate[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onRemote(listener: (updates: readonly PositionUpdate[]) => void): () => void {
    this.#remoteListeners.add(listener);
    return () => this.#remoteListeners.delete(listener);
  }

  connect(link: PositionLink): () => void {
    this.#links.add(link);
    link.start((updates) => {
      for (const listener of this.#remoteListeners) listener(updates);
      this.#deliver(updates);
    });
    return () => this.#links.delete(link);
  }

  #deliver(updates: readonly PositionUpdate[]): void {
    for (const listener of this.#listeners) listener(updates);
  }
}

const buses = new WeakMap<Context['db'], PositionBus>();

/** The bus of this running instance. */
export function positionBusOf(ctx: Pick<Context, 'db'>): PositionBus {
  let bus = buses.get(ctx.db);
  if (bus === undefined) {
    bus = new LocalBus();
    buses.set(ctx.db, bus);
  }
  return bus;
}
