import { createHash, createHmac } from 'node:crypto';

/** What is stored of a token that was handed out: enough to know it again, not enough to use it. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** 256 bits as text that may stand in a link. */
export const tokenOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/**
 * The refresh token that follows another one. Parallel tabs get the same successor without it being stored: it takes
 * the family's seed, which the server has, and the present token, which the client has.
 */
export const successorOf = (seed: Uint8Array, token: string): string =>
  createHmac('sha256', seed).update(token).digest('base64url');

/** Whether it can be a token of ours at all. */
export const looksLikeToken = (text: string): boolean => /^[\w-]{43}$/.test(text);
