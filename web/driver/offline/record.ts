import type { OfflineDatabase } from './database.ts';
import {
  type Deed,
  type Entity,
  isOpen,
  type Item,
  laneOf,
  type Lifecycle,
  type Seen,
  type StoredFile,
} from './model.ts';
import { factsOf, project, seenOf, stateAfter, type Stateful } from './project.ts';

/** The two ports that recording needs; tests move the clock. */
export interface DevicePorts {
  nowMs(): number;
  newId(): string;
}

/** The device knows that it makes no sense; nothing was kept. */
export class NotPossible extends Error {
  readonly reason: 'unknown' | 'state' | 'refused';
  constructor(reason: NotPossible['reason'], message: string) {
    super(message);
    this.name = 'NotPossible';
    this.reason = reason;
  }
}

/** The device has no room left for what was to be written. */
export const isFull = (error: unknown): boolean =>
  error instanceof Error && error.name === 'QuotaExceededError';

/** In these a proof can be added; the same as on the server. */
const provable: readonly string[] = ['picked_up', 'in_transit', 'arrived'];

/**
 * Keeps a deed for good: it is in the database of the device, with its file, when this resolves, or nothing is.
 * @throws NotPossible when what is known here does not allow it
 * @throws DOMException QuotaExceededError when the device is full
 */
export async function record(
  db: OfflineDatabase,
  deed: Deed,
  ports: DevicePorts,
  file?: StoredFile,
): Promise<Item> {
  const tx = db.transaction(['items', 'deliveries', 'day', 'files'], 'readwrite');
  const done = tx.done;
  try {
    const items = tx.objectStore('items');
    const lane = laneOf(deed);
    const [siblings, known] = await Promise.all([items.index('lane').getAll(lane), found(tx, deed)]);
    if (!known)
      throw new NotPossible('unknown', `There is no ${deed.entity} ${deed.entityId} on this device.`);
    const { seen, refused } = look(known, siblings);
    if (refused) throw new NotPossible('refused', 'Something before it was refused and waits for a choice.');
    check(deed, seen, known.lifecycle);
    const item: Omit<Item, 'seq'> = {
      id: ports.newId(),
      lane,
      deed,
      deviceTime: new Date(ports.nowMs()).toISOString(),
      serverTime: null,
      droppedTime: null,
      seen,
      state: 'waiting',
      sends: 0,
      refusal: null,
      earlier: [],
    };
    if (file) await tx.objectStore('files').put(file);
    const seq = await items.add(item as Item);
    await done;
    return { ...item, seq };
  } catch (error) {
    const reason = done.then(
      () => error,
      (cause: unknown) => cause,
    );
    try {
      tx.abort();
    } catch {
      // It has ended by itself, for instance because the device is full: then that is why, not what came of it.
      const why = await reason;
      if (isFull(why)) throw why;
    }
    throw error;
  }
}

interface Known {
  thing: Stateful;
  facts: string;
  lifecycle: Lifecycle;
}

type Transaction = ReturnType<typeof openAll>;
const openAll = (db: OfflineDatabase) => db.transaction(['items', 'deliveries', 'day', 'files'], 'readwrite');

async function found(tx: Transaction, { entity, entityId }: Deed): Promise<Known | undefined> {
  const day = tx.objectStore('day');
  const lifecycles = (await day.get('lifecycles')) as Lifecycle[] | undefined;
  const lifecycle = lifecycles?.find((one) => one.entity === entity);
  if (!lifecycle) return undefined;
  if (entity === 'delivery') {
    const kept = await tx.objectStore('deliveries').get(entityId);
    return kept && { thing: kept.delivery, facts: factsOf(kept.delivery), lifecycle };
  }
  const part = (await day.get(entity === 'driver' ? 'driver' : 'shifts')) as
    | Stateful
    | Stateful[]
    | undefined;
  const thing = [part ?? []].flat().find(({ id }) => id === entityId);
  return thing && { thing, facts: '', lifecycle };
}

function look({ thing, facts, lifecycle }: Known, siblings: Item[]): { seen: Seen; refused: boolean } {
  const projected = project(thing, siblings.filter(isOpen), lifecycle);
  return { seen: seenOf(projected.thing, facts), refused: projected.refused !== null };
}

function check(deed: Deed, { state }: Seen, lifecycle: Lifecycle): void {
  const possible =
    deed.kind === 'proof'
      ? provable.includes(state)
      : stateAfter(lifecycle, state, deed.action) !== undefined;
  const name = deed.kind === 'proof' ? 'A proof' : deed.action;
  if (!possible)
    throw new NotPossible('state', `${name} is not possible while the ${deed.entity as Entity} is ${state}.`);
}
