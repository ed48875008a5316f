import type { components } from '../client/src/api-types.ts';
import { unfinishedStates } from '../client/src/delivery-states.ts';

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

type Schemas = components['schemas'];
export type Stop = Schemas['Stop'];
export type Delivery = Schemas['Delivery'];
export type Driver = Schemas['Driver'];
export type ProofKind = Delivery['proofRules'][number];
/** Its sequence is its place in the history of its entity; for a delivery also the version. */
export type ApiEvent = Schemas['Event'];

export const isUnfinished = (state: string): boolean =>
  (unfinishedStates as readonly string[]).includes(state);
