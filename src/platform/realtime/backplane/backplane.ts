/**
 * Carries small messages between the processes of one deployment, at most once and without memory: what must not
 * be lost is in the outbox. A process does not get its own messages back.
 */
export interface Backplane {
  publish(channel: string, payload: Buffer): void;
  subscribe(channel: string, handler: (payload: Buffer) => void): void;
  close(): Promise<void>;
}

/** Bytes of the sender's name in front of each payload. */
export const SENDER_BYTES = 8;

export type OnError = (error: unknown, what: string) => void;
