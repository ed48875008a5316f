import { ApiError, call, type HttpClient } from '../../../client/src/index.ts';
import type { OfflineDatabase } from './database.ts';
import type { Deed, Delivery, Driver, Item, Refusal, Seen, Shift } from './model.ts';
import { factsOf, sameAsSeen, seenOf, type Stateful } from './project.ts';
import type { DevicePorts } from './record.ts';
import { FileMissing, upload } from './upload.ts';

export interface SendOptions extends Pick<DevicePorts, 'newId'> {
  http: HttpClient;
  db: OfflineDatabase;
  partBytes: number;
}

/** What came of one item. A network error, or a server that cannot answer now, is thrown instead. */
export type Outcome =
  | { kind: 'done'; serverTime: string; thing: Stateful | null }
  | { kind: 'refused'; refusal: Refusal; thing: Stateful | null };

const paths = { delivery: '/v1/deliveries', driver: '/v1/drivers', shift: '/v1/shifts' } as const;

type Action = Extract<Deed, { kind: 'action' }>;
type Proof = Extract<Deed, { kind: 'proof' }>;

/** Sends one deed. Sent twice, it happens once: the key of an action and the id of a proof are the item's own. */
export async function sendItem(item: Item, options: SendOptions): Promise<Outcome> {
  try {
    return item.deed.kind === 'action'
      ? await sendAction(item, item.deed, options)
      : await sendProof(item, item.deed, options);
  } catch (error) {
    if (error instanceof FileMissing) {
      const refusal = { code: 'file_missing', status: 0, detail: error.message, now: null };
      return { kind: 'refused', refusal, thing: null };
    }
    if (!isRefusal(error)) throw error;
    return refused(item, error.problem, options);
  }
}

async function sendAction(item: Item, deed: Action, options: SendOptions): Promise<Outcome> {
  const perform = async (ifVersion: number): Promise<Outcome> => {
    const { body } = await options.http.request<Stateful & { updatedAt: string }>(
      'POST',
      `${paths[deed.entity]}/${deed.entityId}/actions/${deed.action}`,
      { body: { ...deed.input, deviceTime: item.deviceTime }, idempotencyKey: item.id, ifVersion },
    );
    return { kind: 'done', serverTime: body.updatedAt, thing: body };
  };
  try {
    return await perform(await expectedVersion(item, options));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'precondition_failed') throw error;
    // Many changes are none for the driver, such as a new time of arrival: only what they saw counts.
    const now = await readSeen(deed, options.http);
    if (sameAsSeen(item.seen, now.seen)) return perform(now.seen.version);
    throw error;
  }
}

async function sendProof(item: Item, deed: Proof, { http, ...options }: SendOptions): Promise<Outcome> {
  const uploadId = deed.fileId && (await upload(deed.fileId, { http, ...options }));
  const { proofKind, text, lat, lng, entityId } = deed;
  const proof = await call(http, 'deliveries.recordProof', {
    path: { id: entityId },
    body: {
      id: item.id,
      kind: proofKind,
      deviceTime: item.deviceTime,
      ...(uploadId && { uploadId }),
      ...(text && { text }),
      ...(lat !== undefined && lng !== undefined && { lat, lng }),
    },
    idempotencyKey: uploadId ? `${item.id}.${uploadId}` : item.id,
  });
  return { kind: 'done', serverTime: proof.serverTime, thing: null };
}

/** The server's present version when its content is what the driver saw; otherwise the one that they saw. */
async function expectedVersion({ deed, seen }: Item, { db, http }: SendOptions): Promise<number> {
  if (deed.entity !== 'delivery') return seen.version;
  const kept = await db.get('deliveries', deed.entityId);
  if (!kept) return seen.version;
  const copy = kept.stale ? (await readSeen(deed, http)).seen : seenOf(kept.delivery, factsOf(kept.delivery));
  return sameAsSeen(seen, copy) ? copy.version : seen.version;
}

export async function readSeen(
  { entity, entityId: id }: Pick<Deed, 'entity' | 'entityId'>,
  http: HttpClient,
): Promise<{ thing: Stateful; seen: Seen }> {
  const thing: Delivery | Driver | Shift = await (entity === 'delivery'
    ? call(http, 'deliveries.getDelivery', { path: { id } })
    : entity === 'driver'
      ? call(http, 'deliveries.getDriver', { path: { id } })
      : call(http, 'deliveries.getShift', { path: { id } }));
  return { thing, seen: seenOf(thing, entity === 'delivery' ? factsOf(thing as Delivery) : '') };
}

/** Everything else may pass by itself: no network, no session, a server that stops or is busy. */
function isRefusal(error: unknown): error is ApiError {
  if (!(error instanceof ApiError) || error.code === 'request_in_flight') return false;
  return (
    error.status >= 400 &&
    error.status < 500 &&
    ![401, 408, 429].includes(error.status) &&
    error.code !== 'unknown'
  );
}

/** The server says no. It may have said yes before, longer ago than it remembers keys: its history knows. */
async function refused(
  item: Item,
  { code, status, detail }: ApiError['problem'],
  { http }: SendOptions,
): Promise<Outcome> {
  let now: Awaited<ReturnType<typeof readSeen>> | null = null;
  try {
    const serverTime = item.sends > 1 ? await timeInHistory(item, http) : undefined;
    now = await readSeen(item.deed, http);
    if (serverTime) return { kind: 'done', serverTime, thing: now.thing };
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  return {
    kind: 'refused',
    refusal: {
      code: code === 'precondition_failed' ? 'changed' : code,
      status,
      detail,
      now: now?.seen ?? null,
    },
    thing: now?.thing ?? null,
  };
}

async function timeInHistory(
  { deed, deviceTime, seen }: Item,
  http: HttpClient,
): Promise<string | undefined> {
  if (deed.kind !== 'action' || deed.entity !== 'delivery') return undefined;
  let cursor: string | undefined;
  do {
    const page = await call(http, 'deliveries.listDeliveryEvents', {
      path: { id: deed.entityId },
      query: cursor ? { cursor } : {},
    });
    const mine = page.items.find(
      (event) =>
        event.action === deed.action &&
        event.sequence > seen.version &&
        event.deviceTime !== null &&
        Date.parse(event.deviceTime) === Date.parse(deviceTime),
    );
    if (mine) return mine.serverTime;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return undefined;
}
