import { words } from './language.ts';

export interface Stop {
  name?: string;
  street?: string;
  houseNumber?: string;
  lat: number;
  lng: number;
}

export interface Parcel {
  id: string;
  state: string;
  version: number;
  reference: string | null;
  pickup: Stop;
  dropoff: Stop;
  driverId: string | null;
  notes: string | null;
}

export interface TownEvent {
  cursor: string;
  name: string;
  entity: string;
  entityId: string;
  sequence: number;
  fromState: string | null;
  toState: string | null;
  serverTime: string;
  payload: Record<string, unknown>;
}

/** What this screen knows of the running system. */
export class Town {
  readonly drivers = new Map<string, string>();
  readonly parcels = new Map<string, Parcel>();
  readonly counts = new Map<string, number>();

  /** Takes one event. Gives the change of state that it means, or null. */
  apply(event: TownEvent): { from: string | null; to: string } | null {
    const { entity, entityId, fromState, toState, payload, sequence } = event;
    if (entity === 'driver' && typeof payload['name'] === 'string')
      this.drivers.set(entityId, payload['name']);
    if (entity !== 'delivery' || !toState) return null;
    const parcel = this.parcels.get(entityId);
    if (parcel && parcel.version < sequence) {
      parcel.state = toState;
      parcel.version = sequence;
      if (toState === 'ready') parcel.driverId = null;
      else if (typeof payload['driverId'] === 'string') parcel.driverId = payload['driverId'];
    }
    if (fromState === toState) return null;
    if (fromState) this.counts.set(fromState, Math.max(0, (this.counts.get(fromState) ?? 0) - 1));
    this.counts.set(toState, (this.counts.get(toState) ?? 0) + 1);
    return { from: fromState, to: toState };
  }

  /** What a driver works on: what is nearest to its end first. */
  jobOf(driverId: string): Parcel | undefined {
    const order = ['arrived', 'in_transit', 'returning', 'picked_up', 'accepted', 'assigned'];
    let best: Parcel | undefined;
    for (const parcel of this.parcels.values()) {
      if (parcel.driverId !== driverId || !order.includes(parcel.state)) continue;
      if (!best || order.indexOf(parcel.state) < order.indexOf(best.state)) best = parcel;
    }
    return best;
  }

  driverName(id: unknown): string {
    return this.drivers.get(String(id)) ?? words.tell.someDriver;
  }
}

export const door = ({ street, houseNumber, name }: Stop): string =>
  street ? `${street} ${houseNumber ?? ''}`.trim() : (name ?? words.tell.someAddress);
