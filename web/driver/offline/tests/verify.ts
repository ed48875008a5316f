import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Fleet } from '../../../../src/modules/deliveries/tests/fleet.ts';
import type { Item } from '../model.ts';
import type { Phone } from './phone.ts';

export interface Story {
  fleet: Fleet;
  driver: { id: string; token: string };
  orders: string[];
  phone: Phone;
  /** Every deed that the phone said it had kept. */
  recorded: Item[];
  positions: { time: string; lat: number }[];
  /** SHA-256 by proof. */
  hashes: ReadonlyMap<string, string>;
  startedMs: number;
}

interface ServerEvent {
  action: string | null;
  sequence: number;
  deviceTime: string | null;
  serverTime: string;
  payload: { proofId?: string };
}

/** Nothing lost, nothing twice, nothing on another stop, in order, both times kept. */
export async function verify(story: Story): Promise<void> {
  const items = await story.phone.items();
  expect(items.map(({ seq }) => seq)).toEqual(story.recorded.map(({ seq }) => seq));
  for (const { state } of items) expect(['done', 'dropped']).toContain(state);
  for (const order of story.orders) await verifyStop(story, order, items);
  expect(await story.phone.engine.db.count('files'), 'files on the phone').toBe(
    items.filter(({ state, deed }) => state === 'dropped' && deed.kind === 'proof' && deed.fileId).length,
  );
  await verifyPositions(story);
}

async function verifyStop(
  { fleet, driver, hashes, startedMs }: Story,
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
