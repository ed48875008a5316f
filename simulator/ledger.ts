import { unfinishedStates } from '../client/src/delivery-states.ts';
import { type ApiEvent, type Delivery, isUnfinished } from './types.ts';
import type { HttpClient } from '../client/src/http.ts';

/** The state of every delivery that was open during the run. */
export class Ledger {
  readonly #states = new Map<string, { state: string; version: number }>();
  #open = 0;

  get openCount(): number {
    return this.#open;
  }

  get ids(): Iterable<string> {
    return this.#states.keys();
  }

  see({ id, state, version }: Pick<Delivery, 'id' | 'state' | 'version'>): void {
    this.#note(id, state, version);
  }

  hear({ entity, entityId, sequence, toState }: ApiEvent): void {
    if (entity === 'delivery' && toState) this.#note(entityId, toState, sequence);
  }

  /** How many ended, or are, in each state. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { state } of this.#states.values()) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  #note(id: string, state: string, version: number): void {
    const known = this.#states.get(id);
    if (known && known.version >= version) return;
    if (!known && !isUnfinished(state)) return;
    if (known && isUnfinished(known.state)) this.#open--;
    if (isUnfinished(state)) this.#open++;
    this.#states.set(id, { state, version });
  }
}

/** Open deliveries as the server has them now. */
export function listOpen(api: HttpClient): AsyncGenerator<Delivery> {
  return api.list<Delivery>('/v1/deliveries', { state: [...unfinishedStates], limit: 200 });
}
