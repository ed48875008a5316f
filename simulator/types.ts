/** What the simulator reads of the API's answers. */
export interface Point {
  lat: number;
  lng: number;
}

export interface Address extends Point {
  street?: string;
  houseNumber?: string;
  postcode?: string;
  city?: string;
}

export interface Stop extends Address {
  name?: string;
  instructions?: string;
}

export type ProofKind = 'signature' | 'photo' | 'code' | 'scan';

export interface Delivery {
  id: string;
  state: string;
  version: number;
  stateSince: string;
  reference: string | null;
  customerId: string;
  pickup: Stop;
  dropoff: Stop;
  proofRules: ProofKind[];
  assignmentMode: 'manual' | 'offer' | 'automatic';
  driverId: string | null;
  tries: number;
  exception: string | null;
}

export interface Driver {
  id: string;
  state: 'offline' | 'online' | 'on_break' | 'busy';
  name: string;
  vehicleKind: string;
}

export interface ApiEvent {
  cursor: string;
  name: string;
  entity: string;
  entityId: string;
  /** Place in the history of its entity; for a delivery also its version. */
  sequence: number;
  fromState: string | null;
  toState: string | null;
  serverTime: string;
  payload: { driverId?: string | null; [member: string]: unknown };
}

export const openStates = [
  'draft',
  'ready',
  'assigned',
  'accepted',
  'picked_up',
  'in_transit',
  'arrived',
  'failed',
  'returning',
] as const;

export const isOpen = (state: string): boolean => (openStates as readonly string[]).includes(state);
