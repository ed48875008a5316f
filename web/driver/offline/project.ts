import { type Delivery, isOpen, type Item, type Lifecycle, type ProofKind, type Seen } from './model.ts';

/** A thing with a lifecycle, as far as these rules look at it. */
export interface Stateful {
  id: string;
  state: string;
  version: number;
}

export interface Projected<Thing extends Stateful> {
  /** The server's copy with the state that it will have once everything waiting has arrived. */
  thing: Thing;
  /** Kinds of proof of this try that wait on the device. */
  waitingProofs: ProofKind[];
  waiting: number;
  /** The first item that the server refused: nothing after it counts until the driver has chosen. */
  refused: Item | null;
}

/** The state after an action; undefined when the lifecycle does not allow it here. */
export function stateAfter(lifecycle: Lifecycle, state: string, action: string): string | undefined {
  const found = lifecycle.actions.find(({ name }) => name === action);
  return found?.from.includes(state) ? found.to[0] : undefined;
}

/** The server's copy and what the driver did since, laid over it in order. Pure. */
export function project<Thing extends Stateful>(
  thing: Thing,
  items: readonly Item[],
  lifecycle: Lifecycle,
): Projected<Thing> {
  const open = items
    .filter((item) => isOpen(item) && item.deed.entityId === thing.id)
    .toSorted((a, b) => a.seq - b.seq);
  let { state } = thing;
  const waitingProofs: ProofKind[] = [];
  for (const item of open) {
    if (item.state === 'refused')
      return { thing: { ...thing, state }, waitingProofs, waiting: open.length, refused: item };
    // Where it is not possible, the server's copy has it already: only the answer was lost.
    if (item.deed.kind === 'action') state = stateAfter(lifecycle, state, item.deed.action) ?? state;
    else waitingProofs.push(item.deed.proofKind);
  }
  return { thing: { ...thing, state }, waitingProofs, waiting: open.length, refused: null };
}

/** What a driver relies on at a door, as one comparable text. */
export function factsOf(delivery: Delivery): string {
  const { driverId, tries, proofRules, notes, pickup, dropoff } = delivery;
  return stable({ driverId, tries, proofRules: [...proofRules].sort(), notes, pickup, dropoff });
}

export const seenOf = (thing: Stateful, facts: string): Seen => ({
  version: thing.version,
  state: thing.state,
  facts,
});

export const sameAsSeen = (seen: Seen, now: Seen): boolean =>
  sameState(seen.state, now.state) && seen.facts === now.facts;

/** Which of the two a driver at work is in follows their deliveries, on the server alone: no change to show anybody. */
const atWork: readonly string[] = ['online', 'busy'];

const sameState = (seen: string, now: string): boolean =>
  seen === now || (atWork.includes(seen) && atWork.includes(now));

/** JSON with sorted keys: the same content is the same text, whoever wrote it. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
