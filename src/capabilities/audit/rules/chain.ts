import { hash } from 'node:crypto';

/** Before the first link. */
export const genesis: Buffer = Buffer.alloc(32);

/** What a link holds of its entry, and where it stands. */
export interface LinkContent {
  position: number;
  /** `2026-11-22`; days never go back along the chain. */
  day: string;
  transactionId: string;
  entryId: string;
  occurredAtMicros: string;
  contentHash: Uint8Array;
}

/** SHA-256 over the link before and all that this link says. */
export function linkHash(previous: Uint8Array, link: LinkContent): Buffer {
  const fixed = Buffer.alloc(24);
  fixed.writeBigUInt64BE(BigInt(link.position), 0);
  fixed.writeBigUInt64BE(BigInt(link.transactionId), 8);
  fixed.writeBigInt64BE(BigInt(link.occurredAtMicros), 16);
  const words = Buffer.from(`${link.day} ${link.entryId}`, 'latin1');
  return hash('sha256', Buffer.concat([previous, fixed, words, link.contentHash]), 'buffer');
}

/** The day of an entry in the chain: its own, unless the chain is further already. */
export function dayOf(occurredAtMicros: string, previousDay: string): string {
  const own = new Date(Number(BigInt(occurredAtMicros) / 1000n)).toISOString().slice(0, 10);
  return own > previousDay ? own : previousDay;
}
