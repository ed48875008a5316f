import type { OfflineDatabase } from '../offline/database.ts';
import { readDay } from '../offline/database.ts';
import type {
  Deed,
  Delivery,
  Driver,
  Item,
  Lifecycle,
  Offer,
  ProofKind,
  RouteStop,
  Shift,
} from '../offline/model.ts';
import { isOpen } from '../offline/model.ts';
import { project } from '../offline/project.ts';

/** A delivery as this driver has it: the server's copy with what waits on the device laid over it. */
export interface Held {
  id: string;
  delivery: Delivery;
  /** Kinds of proof that were taken in this try, sent or not. */
  proofs: ProofKind[];
  /** Who signed in this try, if they wrote their name. */
  receivedBy: string;
  waiting: number;
  refused: Item | null;
  /** It was taken back or given to somebody else. */
  gone: boolean;
  offer: Offer | null;
}

/** One door of the day. */
export interface StopView {
  held: Held;
  kind: 'pickup' | 'dropoff';
  position: number | null;
  etaAt: string | null;
  /** Its parcel is not on board yet. */
  later: boolean;
}

export interface Snapshot {
  driver: Driver | null;
  /** When the break began that the driver takes now; null while they take none. */
  breakSince: string | null;
  shift: Shift | null;
  offers: Held[];
  stops: StopView[];
  /** Back to the sender. */
  returns: Held[];
  done: Held[];
  /** All that is on this phone, whatever became of it. */
  held: Held[];
  /** With something that the driver must look at. */
  refused: Held[];
  items: Item[];
  lifecycles: Lifecycle[];
  readAtMs: number;
}

export const emptySnapshot: Snapshot = {
  driver: null,
  breakSince: null,
  shift: null,
  offers: [],
  stops: [],
  returns: [],
  done: [],
  held: [],
  refused: [],
  items: [],
  lifecycles: [],
  readAtMs: 0,
};

export async function readSnapshot(db: OfflineDatabase, nowMs: number): Promise<Snapshot> {
  const [driver, shifts, offers, route, lifecycles, readAtMs, kept, items] = await Promise.all([
    readDay(db, 'driver'),
    readDay(db, 'shifts'),
    readDay(db, 'offers'),
    readDay(db, 'route'),
    readDay(db, 'lifecycles'),
    readDay(db, 'readAtMs'),
    db.getAll('deliveries'),
    db.getAll('items'),
  ]);
  if (!driver || !lifecycles) return { ...emptySnapshot, items };
  const lifecycle = (entity: string) => lifecycles.find((one) => one.entity === entity) as Lifecycle;
  const held = kept.map(({ id, delivery, gone }): Held => {
    const mine = items.filter(({ deed }) => deed.entityId === id);
    const { thing, waiting, refused } = project(delivery, mine, lifecycle('delivery'));
    const offer = offers?.find((one) => one.delivery.id === id) ?? null;
    const proofs = proofsOf(mine);
    return {
      id,
      delivery: thing,
      proofs: proofs.map(({ proofKind }) => proofKind),
      receivedBy: proofs.findLast((proof) => proof.receivedBy)?.receivedBy ?? '',
      waiting,
      refused,
      gone,
      offer,
    };
  });
  const now = held.filter(({ gone, waiting, refused }) => !gone || waiting > 0 || refused);
  const inState = (...states: string[]) => now.filter(({ delivery }) => states.includes(delivery.state));
  const shift = shiftOf(shifts ?? [], items, lifecycle('shift'), nowMs);
  const { thing } = project(driver, items, lifecycle('driver'));
  // A shift that began without a network brings the driver to work as soon as the server hears of it.
  const begins = thing.state === 'offline' && shift?.state === 'active';
  const state = begins ? 'online' : thing.state;
  const stops = stopsOf(inState('accepted', 'picked_up', 'in_transit', 'arrived'), route ?? []);
  return {
    // Who has stops to do is busy, as the server will say: after a break, and after one that nobody heard of yet.
    driver: { ...thing, state: state === 'online' && stops.length > 0 ? 'busy' : state },
    breakSince: state === 'on_break' ? breakSinceOf(driver, items) : null,
    shift,
    offers: inState('assigned'),
    stops,
    returns: inState('failed', 'returning'),
    done: inState('delivered').filter(({ id, delivery }) =>
      [delivery.updatedAt, ...doneHere(items, id)].some((time) => isToday(time, nowMs)),
    ),
    held,
    refused: now.filter(({ refused }) => refused),
    items: items.sort((a, b) => a.seq - b.seq),
    lifecycles,
    readAtMs: readAtMs ?? 0,
  };
}

/** Of this try: a proof of a failed try does not count for the next one. */
function proofsOf(items: readonly Item[]): Extract<Deed, { kind: 'proof' }>[] {
  const failed = items.findLast(
    ({ deed, state }) => deed.kind === 'action' && deed.action === 'fail' && state !== 'dropped',
  );
  return items.flatMap(({ deed, seq, state }) =>
    deed.kind === 'proof' && seq > (failed?.seq ?? 0) && state !== 'dropped' && state !== 'refused'
      ? [deed]
      : [],
  );
}

/** In the order of the committed route; what is in no route yet comes last. */
function stopsOf(held: readonly Held[], route: readonly RouteStop[]): StopView[] {
  const stops = held.flatMap((one): StopView[] => {
    const stop = (kind: StopView['kind'], later: boolean): StopView => {
      const planned = route.find(({ deliveryId, kind: of }) => deliveryId === one.id && of === kind);
      return { held: one, kind, position: planned?.position ?? null, etaAt: planned?.etaAt ?? null, later };
    };
    return one.delivery.state === 'accepted'
      ? [stop('pickup', false), stop('dropoff', true)]
      : [stop('dropoff', false)];
  });
  const place = ({ position }: StopView) => position ?? Number.POSITIVE_INFINITY;
  // Who has begun with a stop goes on with it, whatever the plan says.
  const begun = ({ held: { delivery }, kind }: StopView) =>
    kind === 'dropoff' && (delivery.state === 'in_transit' || delivery.state === 'arrived') ? 0 : 1;
  return stops.sort(
    (a, b) =>
      begun(a) - begun(b) ||
      (place(a) === place(b) ? 0 : place(a) - place(b)) ||
      Number(a.later) - Number(b.later) ||
      a.held.id.localeCompare(b.held.id),
  );
}

/** The one that is worked, or else the next one of today. */
function shiftOf(
  shifts: readonly Shift[],
  items: readonly Item[],
  lifecycle: Lifecycle,
  nowMs: number,
): Shift | null {
  const now = shifts.map((shift) => project(shift, items, lifecycle).thing);
  return (
    now.find(({ state }) => state === 'active') ??
    now.find(({ state, plannedTo }) => state === 'planned' && Date.parse(plannedTo) > nowMs) ??
    null
  );
}

/** By the clock of this phone when the break began on it, sent or not; otherwise when the server heard of it. */
function breakSinceOf({ id, stateSince }: Driver, items: readonly Item[]): string {
  const here = items.findLast(
    ({ deed, state, serverTime }) =>
      deed.kind === 'action' &&
      deed.entityId === id &&
      deed.action === 'startBreak' &&
      (state === 'waiting' || state === 'sending' || (state === 'done' && serverTime === stateSince)),
  );
  return here?.deviceTime ?? stateSince;
}

/** A delivery that was ended here without a network bears the time at which the server last heard of it. */
const doneHere = (items: readonly Item[], id: string): string[] =>
  items.flatMap(({ deed, deviceTime, state }) =>
    deed.entityId === id && state !== 'dropped' ? [deviceTime] : [],
  );

const isToday = (time: string, nowMs: number): boolean =>
  new Date(time).toDateString() === new Date(nowMs).toDateString();

/** What is still to be sent, or to be decided. */
export const unsent = ({ items }: Snapshot): Item[] => items.filter(isOpen);
