import type { IncomingHttpHeaders } from 'node:http';
import type { ErrorCode } from './protocol.ts';
import type { ViewScope } from './views.ts';

/** Who a socket belongs to. What else it carries is the application's business. */
export interface Principal {
  /** The same for every socket of one user (or of one public link): limits and `recheck` go by it. */
  readonly id: string;
}

export interface Refusal {
  readonly refused: ErrorCode;
}

export interface Handshake {
  ticket: string | null;
  headers: IncomingHttpHeaders;
  remoteAddress: string;
}

export interface Grant {
  /** UUIDs of things whose positions come with the topic. */
  readonly watch?: readonly string[];
}

/** One kind of topic, `delivery:{id}` or a single name such as `feed`. */
export interface Channel<P extends Principal> {
  /** What stands before the colon. */
  readonly name: string;
  authorize(principal: P, id: string): Promise<Grant | Refusal>;
  /** What the client has to know before the first event. */
  snapshot?(principal: P, id: string): Promise<unknown>;
}

/** Answers a message of the application's own type; what it resolves to is sent back with the request's id. */
export type Receiver<P extends Principal> = (principal: P, message: unknown) => Promise<object>;

/** Answers a binary message; the bytes begin after the type. */
export type BinaryReceiver<P extends Principal> = (principal: P, bytes: Buffer) => Promise<object>;

export interface RealtimeEvent {
  cursor: string;
  topics: readonly string[];
  name: string;
  /** ISO 8601, server time. */
  time: string;
  data: unknown;
  /** What subscribers of a topic get instead of `data`, where they get something else. */
  dataFor?: (topic: string) => unknown;
}

export interface EventPage {
  events: RealtimeEvent[];
  /** Where to read on, also when no event matched. */
  cursor: string;
  /** The cursor asked for is older than what is kept: the reader has missed something. */
  expired: boolean;
}

/** Where events come from: the outbox. Cursors grow in commit order (see compareCursors). */
export interface EventSource {
  latestCursor(): Promise<string>;
  readSince(cursor: string, limit: number, topics?: readonly string[]): Promise<EventPage>;
  /** Calls `wake` when there may be something new; answers how to stop. */
  onChange(wake: () => void): () => void;
}

export interface HubPorts<P extends Principal> {
  authenticate(handshake: Handshake): Promise<P | Refusal>;
  /** The principal with its rights as they are now, or a refusal when it may not be here any more. */
  refresh(principal: P): Promise<P | Refusal>;
  authorizeViewport(principal: P): Promise<ViewScope | Refusal>;
  channels: readonly Channel<P>[];
  receivers: ReadonlyMap<string, Receiver<P>>;
  binaryReceivers: ReadonlyMap<number, BinaryReceiver<P>>;
  events: EventSource;
  /** Milliseconds since 1970. */
  now(): number;
  onError(error: unknown, what: string): void;
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value;
}

/** Cursors are decimal numbers, or several of them joined by dots, each as long as it takes. */
export function compareCursors(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [a.split('.'), b.split('.')];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index] ?? '', right[index] ?? ''];
    if (one.length !== other.length) return one.length - other.length;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

export function isCursor(text: string): boolean {
  return /^\d{1,20}(\.\d{1,20}){0,2}$/.test(text);
}
