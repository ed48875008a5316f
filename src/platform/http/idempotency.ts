import { createHash } from 'node:crypto';
import type { Actor } from '../auth/actor.ts';
import type { Transaction } from '../db/database.ts';
import { platformErrors } from '../errors/platform-errors.ts';
import { SealBroken, type Place, type Secrets } from '../secrets/secrets.ts';

export interface StoredAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

export interface KeyedRequest {
  /** Whose keys they are; see keySpaceOf. */
  actor: Pick<Actor, 'id'>;
  key: string;
  method: string;
  url: string;
  body: unknown;
}

/** Keys are everybody's own. Guests have nothing but their address to tell them apart. */
export const keySpaceOf = (actor: Actor, address: string): Pick<Actor, 'id'> =>
  actor.kind === 'guest' ? { id: `guest ${address}` } : actor;

/**
 * An id that the same key of the same actor always gives: for a write that brings its own transactions, and so finds
 * by it what it made before instead of keeping its answer.
 * @param attempt counts on where the one before came to nothing
 */
export function idOfKey(actor: Pick<Actor, 'id'>, key: string, attempt = 0): string {
  const hash = createHash('sha256').update(`${attempt} ${actor.id} ${key}`).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Draft-ietf-httpapi-idempotency-key-header: a structured string, quotes optional. */
export function keyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = Array.isArray(header) ? header.join(',') : header;
  const key = /^"(.*)"$/.exec(text)?.[1] ?? text;
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw platformErrors.invalid_request('Idempotency-Key must be 1 to 200 visible ASCII characters.', {
    errors: [{ field: 'Idempotency-Key', reason: 'must be 1 to 200 visible ASCII characters' }],
  });
}

function fingerprint({ method, url, body }: KeyedRequest): Buffer {
  return createHash('sha256')
    .update(`${method} ${url}\n`)
    .update(body === undefined ? '' : JSON.stringify(body))
    .digest();
}

/**
 * Takes the key inside the write's own transaction, in one round trip. Gives the stored answer when the same request
 * was answered before; undefined when this request is to be carried out now.
 * @throws request_in_flight, idempotency_key_reused
 */
export async function claimKey(tx: Transaction, request: KeyedRequest): Promise<StoredAnswer | undefined> {
  const [claim] = await tx<
    { outcome: string; status: number; headers: Record<string, string>; body: string | null }[]
  >`
    select outcome, status, headers, body
    from platform.claim_idempotency_key(${request.actor.id}, ${request.key}, ${fingerprint(request)})`;
  switch (claim?.outcome) {
    case 'claimed':
      return undefined;
    case 'answered':
      return { status: claim.status, headers: claim.headers, body: claim.body };
    case 'in_flight':
      throw platformErrors.request_in_flight('Wait for the answer to the first one, then send it again.', {
        headers: { 'retry-after': '1' },
      });
    default:
      throw platformErrors.idempotency_key_reused('Use a new key for a request with another content.');
  }
}

/** Where an answer that holds a secret is bound to while it is kept: sealed, so that the table tells nobody. */
const placeOf = ({ actor, key }: KeyedRequest): Place => ({
  table: 'platform.idempotency_keys',
  column: 'body',
  row: `${actor.id} ${key}`,
});

export const sealAnswer = (secrets: Secrets, request: KeyedRequest, answer: StoredAnswer): StoredAnswer => ({
  ...answer,
  body: answer.body === null ? null : secrets.seal(placeOf(request), answer.body),
});

/** @throws idempotency_key_reused when the key that sealed it is gone since */
export async function openAnswer(
  secrets: Secrets,
  request: KeyedRequest,
  answer: StoredAnswer,
): Promise<StoredAnswer> {
  if (answer.body === null) return answer;
  try {
    return { ...answer, body: await secrets.open(placeOf(request), answer.body) };
  } catch (cause) {
    if (!(cause instanceof SealBroken)) throw cause;
    throw platformErrors.idempotency_key_reused('Its answer is not kept any more; use a new key.', { cause });
  }
}

/** Stores the answer beside the key; it commits with the write. */
export function storeAnswer(tx: Transaction, request: KeyedRequest, answer: StoredAnswer): void {
  tx.withCommit(tx`
    update platform.idempotency_keys
    set status = ${answer.status}, headers = ${tx.json(answer.headers)}, body = ${answer.body}
    where actor_id = ${request.actor.id} and key = ${request.key}`);
}
