import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Fleet } from '../../../../src/modules/deliveries/tests/fleet.ts';
import type { Item, ProofKind } from '../model.ts';
import type { Phone } from './phone.ts';

export interface Story {
  fleet: Fleet;
  driver: { id: string; token: string };
  orders: string[];
  /** What the customers hold, by order. */
  codes: ReadonlyMap<string, string>;
  phone: Phone;
  asked: Asked[];
  refused: Refused[];
  /** What the office changed behind the driver's back: the version of the order that came of it. */
  office: { order: string; version: number }[];
  /** What the driver chose not to do after all. */
  givenUp: ReadonlySet<number>;
  positions: { time: string; lat: number }[];
  /** SHA-256 by proof. */
  hashes: ReadonlyMap<string, string>;
  startedMs: number;
}

/** What the driver did, as the test knows it and not as the phone remembers it. */
export interface Asked {
  seq: number;
  /** The order, or the driver for breaks. */
  of: string;
  /** Name of the action, or kind of proof. */
  what: string;
  /** By the phone's clock. */
  beforeMs: number;
  afterMs: number;
}

/** An item that the server had refused when the driver was asked, with everything before it as it was then. */
export interface Refused {
  item: Item;
  before: Item[];
}

interface ServerEvent {
  action: string | null;
  sequence: number;
  deviceTime: string | null;
  serverTime: string;
  payload: { proofId?: string };
}

/** Nothing lost, nothing twice, nothing on another stop, in order, both times kept, no conflict hidden or invented. */
export async function verify(story: Story): Promise<void> {
  const items = await story.phone.items();
  verifyKept(story, items);
  verifyRefusals(story);
  for (const order of story.orders) await verifyStop(story, order, items);
  await verifyBreaks(story, items);
  verifyAcrossLanes(story, items);
  expect(await story.phone.engine.db.count('files'), 'files on the phone').toBe(
    items.filter(({ state, deed }) => state === 'dropped' && deed.kind === 'proof' && deed.fileId).length,
  );
  await verifyPositions(story);
}

/** The phone has everything that was done on it, on the stop and at the time at which it was done, and gave up nothing itself. */
function verifyKept({ asked, givenUp }: Story, items: readonly Item[]): void {
  const kept = items.map(({ seq, deed }) => ({
    seq,
    of: deed.entityId,
    what: deed.kind === 'proof' ? deed.proofKind : deed.action,
  }));
  expect(kept, 'deeds on the phone').toEqual(asked.map(({ seq, of, what }) => ({ seq, of, what })));
  for (const [index, { seq, state, deviceTime, earlier }] of items.entries()) {
    expect(state, `state of ${seq}`).toBe(givenUp.has(seq) ? 'dropped' : 'done');
    const { beforeMs, afterMs } = asked[index]!;
    const firstMs = Date.parse(earlier[0]?.deviceTime ?? deviceTime);
    expect(firstMs, `device time of ${seq}`).toBeGreaterThanOrEqual(beforeMs);
    expect(firstMs, `device time of ${seq}`).toBeLessThanOrEqual(afterMs);
  }
}

/** Only what is wrong is refused: where nobody interfered, a proof that is missing or a code that is not the customer's. */
function verifyRefusals({ refused, office, codes }: Story): void {
  const touched = new Set(office.map(({ order }) => order));
  for (const { item, before } of refused) {
    const { deed, refusal, seen } = item;
    if (touched.has(deed.entityId)) continue;
    if (deed.kind === 'proof' && deed.proofKind === 'code') {
      expect([refusal?.code, deed.text === codes.get(deed.entityId)]).toEqual(['proof_code_wrong', false]);
      continue;
    }
    const given = before.flatMap(({ deed: other, state }) =>
      other.kind === 'proof' && other.entityId === deed.entityId && state === 'done' ? [other.proofKind] : [],
    );
    const { proofRules } = JSON.parse(seen.facts || '{}') as { proofRules?: ProofKind[] };
    const missing = (proofRules ?? []).filter((kind) => !given.includes(kind));
    const what = `refusal of ${deed.kind === 'action' ? deed.action : deed.proofKind}`;
    expect([refusal?.code, missing.length > 0], what).toEqual(['proof_missing', true]);
  }
}

async function verifyStop(
  { fleet, driver, office, hashes, startedMs }: Story,
  order: string,
  items: Item[],
): Promise<void> {
  const mine = items.filter(({ deed }) => deed.entityId === order);
  const done = mine.filter(({ state }) => state === 'done');
  const history: ServerEvent[] = [];
  for (let cursor = ''; ; ) {
    const path = `/v1/deliveries/${order}/events?limit=100${cursor && `&cursor=${cursor}`}`;
    const page = await fleet.expect(200, fleet.dispatcher, 'GET', path);
    history.push(...page.items);
    if (!page.nextCursor) break;
    cursor = page.nextCursor as string;
  }
  // Only the phone gives device times here, so these are its deeds as the server has them.
  const heard = history.filter(({ deviceTime }) => deviceTime !== null);
  const named = heard.map((event) => ({
    action: event.action,
    proof: event.payload.proofId ?? null,
    deviceTime: event.deviceTime,
  }));
  const wanted = done.map(({ id, deed, deviceTime }) => ({
    action: deed.kind === 'proof' ? 'recordProof' : deed.action,
    proof: deed.kind === 'proof' ? id : null,
    deviceTime,
  }));
  expect(named, `history of ${order}`).toEqual(wanted);
  for (const [index, { serverTime }] of heard.entries()) {
    expect(Date.parse(serverTime)).toBeGreaterThanOrEqual(startedMs);
    expect(Date.parse(serverTime)).toBeLessThanOrEqual(Date.now());
    // The phone keeps the time at which the order was changed; its event is written a moment later.
    expect(Math.abs(Date.parse(serverTime) - Date.parse(done[index]!.serverTime!))).toBeLessThan(60_000);
  }
  for (const [index, { seq, seen, deed }] of done.entries()) {
    if (deed.kind !== 'action') continue;
    // Who does a refused deed again has been shown what is there now, for what follows as well.
    const shown = mine
      .filter((one) => one.seq < seq && one.earlier.length > 0)
      .map((one) => one.seen.version);
    const known = Math.max(seen.version, ...shown);
    const changed = office.filter(
      ({ order: of, version }) => of === order && version > known && version < heard[index]!.sequence,
    );
    expect(changed, `${deed.action} on what the driver had not seen`).toEqual([]);
  }
  const { items: proofs } = await fleet.expect(
    200,
    fleet.dispatcher,
    'GET',
    `/v1/deliveries/${order}/proofs`,
  );
  const proven = done.filter(({ deed }) => deed.kind === 'proof');
  expect(proofs.map(({ id }: { id: string }) => id).sort()).toEqual(proven.map(({ id }) => id).sort());
  for (const proof of proofs) {
    const item = proven.find(({ id }) => id === proof.id)!;
    const { deed } = item;
    expect([proof.deliveryId, proof.deviceTime, proof.serverTime, proof.driverId]).toEqual([
      order,
      item.deviceTime,
      item.serverTime,
      driver.id,
    ]);
    if (deed.kind === 'proof' && deed.proofKind === 'scan') expect(proof.text).toBe(`of ${order}`);
    const hash = hashes.get(item.id);
    if (!hash) continue;
    const path = `/v1/deliveries/${order}/proofs/${proof.id}/content`;
    const { bytes } = await fleet.server.request('GET', path, { token: fleet.dispatcher });
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
  }
}

async function verifyBreaks({ fleet, driver }: Story, items: readonly Item[]): Promise<void> {
  const events = await fleet.server.eventsOf('driver', driver.id);
  const heard = events.filter(({ deviceTime }) => deviceTime !== null);
  expect(
    heard.map(({ action, deviceTime }) => ({ action, deviceTimeMs: Number(new Date(deviceTime!)) })),
    'breaks',
  ).toEqual(
    items.flatMap(({ deed, deviceTime, state }) =>
      deed.kind === 'action' && deed.entity === 'driver' && state === 'done'
        ? [{ action: deed.action, deviceTimeMs: Date.parse(deviceTime) }]
        : [],
    ),
  );
}

/** What belongs to the driver comes after all that was done before it and before all that was done after it. */
function verifyAcrossLanes({ refused, driver }: Story, items: readonly Item[]): void {
  // A stop that waits for the driver's choice holds up nobody else.
  if (refused.length > 0) return;
  let [driverMs, stopsMs] = [0, 0];
  for (const { deed, serverTime, seq } of items) {
    const atMs = Date.parse(serverTime!);
    const isDriver = deed.entityId === driver.id;
    expect(atMs, `place of ${seq} among the deeds`).toBeGreaterThanOrEqual(isDriver ? stopsMs : driverMs);
    if (isDriver) driverMs = Math.max(driverMs, atMs);
    else stopsMs = Math.max(stopsMs, atMs);
  }
}

async function verifyPositions({ fleet, driver, positions }: Story): Promise<void> {
  const { sql } = fleet.server.database;
  const rows = await sql<{ deviceTime: Date; latE7: number }[]>`
    select device_time, lat_e7 from tracking.positions where device_id = ${driver.id}`;
  const aside = await sql<{ fix: { timeMs: number; lat: number } }[]>`
    select fix from tracking.set_aside where device_id = ${driver.id}`;
  const there = [
    ...rows.map(({ deviceTime, latE7 }) => `${deviceTime.toISOString()} ${latE7}`),
    // What cannot be true is kept as well; sent twice, it is kept twice.
    ...new Set(aside.map(({ fix }) => `${new Date(fix.timeMs).toISOString()} ${Math.round(fix.lat * 1e7)}`)),
  ];
  expect(there.sort()).toEqual(positions.map(({ time, lat }) => `${time} ${Math.round(lat * 1e7)}`).sort());
}
