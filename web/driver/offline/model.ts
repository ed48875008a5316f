import type { AnswerOf } from '../../../client/src/index.ts';

export type Delivery = AnswerOf<'deliveries.listDeliveries'>['items'][number];
export type Driver = AnswerOf<'deliveries.getDriver'>;
export type Shift = AnswerOf<'deliveries.listShifts'>['items'][number];
export type Offer = AnswerOf<'deliveries.listOffers'>['items'][number];
export type RouteStop = AnswerOf<'deliveries.getRoute'>['items'][number];
export type Lifecycle = AnswerOf<'platform.listLifecycles'>['items'][number];
export type ProofKind = Delivery['proofRules'][number];

export type Entity = 'delivery' | 'driver' | 'shift';

/** What a person did on the device. */
export type Deed =
  | { kind: 'action'; entity: Entity; entityId: string; action: string; input: Record<string, unknown> }
  | {
      kind: 'proof';
      entity: 'delivery';
      entityId: string;
      proofKind: ProofKind;
      /** The code or what was scanned. */
      text?: string;
      /** The signature or photo, in the store `files`. */
      fileId?: string;
      /** Who signed: kept with the signature, for the step that follows it. */
      receivedBy?: string;
      lat?: number;
      lng?: number;
    };

/**
 * `waiting` to be sent; `sending` now (after a crash: again, with the same key); `done` on the server; `refused` by it,
 * which stops what follows on the same stop until the driver chooses; `dropped` by the driver after a refusal.
 */
export type ItemState = 'waiting' | 'sending' | 'done' | 'refused' | 'dropped';

/** What the driver saw when they acted. A later change of any of it is shown to them, not overwritten. */
export interface Seen {
  version: number;
  state: string;
  /** Door, driver, tries and proofs asked for, as one comparable text; empty for drivers and shifts. */
  facts: string;
}

export interface Refusal {
  /** Of the API's catalogue; `changed`: somebody changed what the driver had seen. */
  code: string;
  status: number;
  detail: string;
  /** Server state at that time, when it could be read. */
  now: Seen | null;
}

/** One deed on its way to the server. */
export interface Item {
  /** Order of recording on this device. */
  seq: number;
  /** UUID: the idempotency key of an action, the id of a proof. */
  id: string;
  /** Items of one lane are sent strictly one after another: a lane for each delivery, one for driver and shifts. */
  lane: string;
  deed: Deed;
  /** ISO 8601 by the clock of the device. */
  deviceTime: string;
  /** ISO 8601 by the clock of the server; null until it is done. */
  serverTime: string | null;
  /** ISO 8601 by the clock of the device: when the driver dropped it. */
  droppedTime: string | null;
  seen: Seen;
  state: ItemState;
  /** How often it was put on the wire. */
  sends: number;
  refusal: Refusal | null;
  /** Earlier attempts at the same deed that were refused and done again. */
  earlier: { deviceTime: string; refusal: Refusal }[];
}

/** Bytes of a proof, kept until the server has them. */
export interface StoredFile {
  id: string;
  contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  bytes: Uint8Array<ArrayBuffer>;
  /** 64 hexadecimal digits; null where the browser cannot compute it (a page without TLS). */
  sha256: string | null;
  /** Made by the device; another one when the server gave up on the first. */
  uploadId: string;
}

export const isOpen = ({ state }: Pick<Item, 'state'>): boolean =>
  state === 'waiting' || state === 'sending' || state === 'refused';

export const driverLane = 'driver';

export const laneOf = ({ entity, entityId }: Pick<Deed, 'entity' | 'entityId'>): string =>
  entity === 'delivery' ? `delivery:${entityId}` : driverLane;
