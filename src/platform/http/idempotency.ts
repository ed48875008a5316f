import { hash } from 'node:crypto';
import type { Actor } from '../auth/actor.ts';
import type { Queryable, Transaction } from '../db/database.ts';
import { plainInsert } from '../db/last-statements.ts';
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
  const bytes = hash('sha256', `${attempt} ${actor.id} ${key}`, 'buffer').subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
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
  return hash('sha256', `${method} ${url}\n${body === undefined ? '' : JSON.stringify(body)}`, 'buffer');
}

/**
 * Takes the key inside the write's own transaction, in one round trip. Gives the stored answer when the same request
 * was answered before; undefined when this request is to be carried out now. The lock ends with the transaction, so a
 * request that is being worked on is told from one that was answered.
 * @throws request_in_flight, idempotency_key_reused
 */
export async function claimKey(tx: Transaction, request: KeyedRequest): Promise<StoredAnswer | undefined> {
  const { actor, key } = request;
  const [claim] = await tx<(KnownKey & { mine: boolean })[]>`
    select pg_try_advisory_xact_lock(hashtextextended('idempotency ' || ${actor.id}::text || ' ' || ${key}::text, 0))
        as mine, k.fingerprint, k.status, k.headers, k.body
    from (select) one left join platform.idempotency_keys k on k.actor_id = ${actor.id} and k.key = ${key}`;
  if (claim!.fingerprint !== null) return answerOf(claim!, request);
  if (claim!.mine) return undefined;
  throw platformErrors.request_in_flight('Wait for the answer to the first one, then send it again.', {
    headers: { 'retry-after': '1' },
  });
}

/**
 * The stored answer, without taking the key: of two requests at once both are carried out, the key lets one of them in,
 * and the other is undone and finds the answer of the first.
 * @throws idempotency_key_reused
 */
export async function findAnswer(sql: Queryable, request: KeyedRequest): Promise<StoredAnswer | undefined> {
  const { actor, key } = request;
  const [known] = await sql<KnownKey[]>`
    select fingerprint, status, headers, body from platform.idempotency_keys
    where actor_id = ${actor.id} and key = ${key}`;
  return known && answerOf(known, request);
}

function answerOf({ fingerprint: known, status, headers, body }: KnownKey, request: KeyedRequest) {
  if (!fingerprint(request).equals(known!))
    throw platformErrors.idempotency_key_reused('Use a new key for a request with another content.');
  return { status, headers, body };
}

interface KnownKey extends StoredAnswer {
  /** Null when the key was not used before. */
  fingerprint: Buffer | null;
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

/** Stores the answer with its key; it commits with the write. */
export function storeAnswer(tx: Transaction, request: KeyedRequest, answer: StoredAnswer): void {
  const { status, headers, body } = answer;
  tx.withCommit(
    plainInsert(
      'platform.idempotency_keys',
      tx`
        insert into platform.idempotency_keys (actor_id, key, fingerprint, status, headers, body)
        values (${request.actor.id}, ${request.key}, ${fingerprint(request)}, ${status}, ${tx.json(headers)}, ${body})`,
    ),
    answeredMeanwhile,
  );
}

/**
 * Between the look for the key and its lock somebody else may have answered and gone. All that was done here is undone
 * then, and the next try finds their answer.
 */
function answeredMeanwhile(error: unknown): unknown {
  if ((error as { code?: string }).code !== uniqueViolation) return error;
  return Object.assign(new Error('The same request was answered meanwhile', { cause: error }), {
    code: serializationFailure,
  });
}

const uniqueViolation = '23505';
const serializationFailure = '40001';
