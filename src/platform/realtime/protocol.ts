import { z } from 'zod';

/** The written form of this file is docs/reference/live-protocol.md; a test keeps the two together. */
export const PROTOCOL_VERSION = 1;

export const CLOSE = {
  goingAway: { code: 1001, reason: 'server is shutting down, reconnect' },
  internal: { code: 1011, reason: 'server error, reconnect' },
  badMessage: { code: 4000, reason: 'message not understood' },
  signedOut: { code: 4001, reason: 'session ended' },
  forbidden: { code: 4003, reason: 'not allowed any more' },
  tooSlow: { code: 4008, reason: 'not reading fast enough' },
  tooManySockets: { code: 4009, reason: 'too many sockets' },
  silent: { code: 4010, reason: 'no answer to pings' },
  tooManyMessages: { code: 4029, reason: 'too many messages' },
} as const;

export type CloseReason = (typeof CLOSE)[keyof typeof CLOSE];

export const ERROR_CODES = [
  'bad_message',
  'unknown_type',
  'unknown_topic',
  'forbidden',
  'not_found',
  'too_many_subscriptions',
  'bad_bounds',
  'too_many_messages',
  'unavailable',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

export interface Limits {
  socketsPerPrincipal: number;
  sockets: number;
  subscriptionsPerSocket: number;
  tilesPerViewport: number;
  messageBytes: number;
  messagesPerSecond: number;
  messageBurst: number;
  requestsInFlight: number;
  /** Above this the socket is slow: it is skipped by the tick and its events wait in the outbox. */
  queuedBytes: number;
  /** Above this it is cut at once. */
  queuedBytesHard: number;
  slowSeconds: number;
  heartbeatSeconds: number;
  deadSeconds: number;
}

export const DEFAULT_LIMITS: Limits = {
  socketsPerPrincipal: 20,
  sockets: 50_000,
  subscriptionsPerSocket: 500,
  tilesPerViewport: 144,
  messageBytes: 256 * 1024,
  messagesPerSecond: 20,
  messageBurst: 60,
  requestsInFlight: 8,
  queuedBytes: 64 * 1024,
  queuedBytesHard: 8 * 1024 * 1024,
  slowSeconds: 30,
  heartbeatSeconds: 30,
  deadSeconds: 60,
};

const requestId = z.union([z.string().max(64), z.number().int()]);
const topic = z.string().min(1).max(200);

export const subscribeMessage = z.strictObject({
  type: z.literal('subscribe'),
  id: requestId.optional(),
  topics: z.array(topic).min(1).max(500),
  /** Resume after this cursor instead of beginning with a snapshot. */
  cursor: z.string().max(64).optional(),
});
export const unsubscribeMessage = z.strictObject({
  type: z.literal('unsubscribe'),
  id: requestId.optional(),
  topics: z.array(topic).min(1).max(500),
});
export const viewportMessage = z.strictObject({
  type: z.literal('viewport'),
  id: requestId.optional(),
  /** [west, south, east, north] in degrees, or null to see no map. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
});
export const pingMessage = z.strictObject({
  type: z.literal('ping'),
  id: requestId.optional(),
  time: z.number().optional(),
});

/** Every message has these two; the other types of an application are checked by their receiver. */
export const anyMessage = z.looseObject({ type: z.string().min(1).max(40), id: requestId.optional() });

export type RequestId = z.infer<typeof requestId>;
