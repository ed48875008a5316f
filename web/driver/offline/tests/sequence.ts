import { expect } from 'vitest';
import type { Fleet } from '../../../../src/modules/deliveries/tests/fleet.ts';
import { isOpen, type Item, type ProofKind } from '../model.ts';
import { project } from '../project.ts';
import { NotPossible } from '../record.ts';
import { actionOn, picture, proofOn, startPhone } from './phone.ts';
import { verify, type Asked, type Refused } from './verify.ts';

/** What all sequences did together, so that a test can see that they did something. */
export type Tally = Record<string, number>;

const clockJumps = [-400 * 86_400_000, -86_400_000, -3_600_000, -1_000, 1_000, 3_600_000, 86_400_000];
const wishes: ProofKind[][] = [[], ['signature'], ['photo', 'scan'], ['signature', 'photo', 'code']];

/** mulberry32: the same sequence for the same seed. */
function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One driver's day: random deeds, networks, kills and clocks, and an office that interferes. Then the server is asked. */
export async function runSequence(fleet: Fleet, seed: number, tally: Tally): Promise<void> {
  const dice = diceOf(seed);
  const below = (n: number) => Math.floor(dice() * n);
  const count = (what: string) => {
    tally[what] = (tally[what] ?? 0) + 1;
  };
  const driver = await fleet.driver({}, null);
  await fleet.expect(200, driver.token, 'POST', `/v1/drivers/${driver.id}/actions/goOnline`, {});
  const orders: string[] = [];
  const codes = new Map<string, string>();
  for (let n = 0; n < 1 + below(3); n++) {
    const { id } = await fleet.order({ proofRules: wishes[below(wishes.length)], reference: `${seed}-${n}` });
    const given = { driverId: driver.id, override: true };
    await fleet.act(fleet.dispatcher, id, 'assignDriver', given);
    const { proofCode } = await fleet.call(fleet.dispatcher, 'GET', `/v1/deliveries/${id}`);
    if (proofCode) codes.set(id, proofCode);
    orders.push(id);
  }
  const startedMs = Date.now();
  using phone = await startPhone({
    baseUrl: fleet.server.address,
    driverId: driver.id,
    token: driver.token,
    dice,
    partBytes: 2_000,
  });
  expect(await phone.engine.sync()).toBeNull();
  const asked: Asked[] = [];
  const refused: Refused[] = [];
  const office: { order: string; version: number }[] = [];
  const givenUp = new Set<number>();
  const positions: { time: string; lat: number }[] = [];
  const hashes = new Map<string, string>();
  const steps = 12 + below(24);
  for (let step = 0; step < steps; step++) {
    const roll = below(100);
    if (roll < 45) await deed();
    else if (roll < 55) await turn();
    else if (roll < 65) await kill();
    else if (roll < 73) await move();
    else if (roll < 79) jump();
    else if (roll < 92) await sync();
    else if (roll < 97) await interfere();
    else await choose();
  }
  Object.assign(phone.weather, { online: true, lostBefore: 0, lostAfter: 0 });
  // Every refusal is put to the driver; whatever they choose, in the end nothing waits.
  for (let round = 0; (await phone.items()).some(isOpen); round++) {
    expect(round, 'rounds until nothing waits').toBeLessThan(60);
    // What an earlier life sent may still be worked on, and is rightly not taken a second time meanwhile.
    await phone.quiet();
    expect(await phone.engine.sync()).toBeNull();
    await choose();
  }
  // A batch that was under way in the bad network may fail now; the next one takes its positions.
  for (let flush = 0; flush < 3; flush++) await phone.engine.flushPositions();
  expect(phone.engine.status.positionsWaiting, 'positions that wait').toBe(0);
  await phone.quiet();
  await verify({
    fleet,
    driver,
    orders,
    codes,
    phone,
    asked,
    refused,
    office,
    givenUp,
    positions,
    hashes,
    startedMs,
  });
  for (const { state } of await phone.items()) count(`items ${state}`);

  async function deed(): Promise<void> {
    const roll = dice();
    const id = roll < 0.15 ? driver.id : orders[below(orders.length)]!;
    const beforeMs = phone.nowMs();
    try {
      const item = roll < 0.15 ? await rest() : roll < 0.4 ? await proof(id) : await action(id);
      const what = item.deed.kind === 'proof' ? item.deed.proofKind : item.deed.action;
      asked.push({ seq: item.seq, of: id, what, beforeMs, afterMs: phone.nowMs() });
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      count(`not possible: ${error.reason}`);
    }
  }

  /** A break, or its end: what belongs to the driver keeps its place among what belongs to the stops. */
  async function rest(): Promise<Item> {
    const last = asked.findLast(({ of }) => of === driver.id);
    const name = last?.what === 'startBreak' ? 'endBreak' : 'startBreak';
    count(`action ${name}`);
    return phone.engine.act({
      kind: 'action',
      entity: 'driver',
      entityId: driver.id,
      action: name,
      input: {},
    });
  }

  async function action(id: string): Promise<Item> {
    const kept = await phone.engine.db.get('deliveries', id);
    const items = await phone.engine.db.getAllFromIndex('items', 'lane', `delivery:${id}`);
    const lifecycles = (await phone.engine.db.get('day', 'lifecycles')) as never[];
    const lifecycle = lifecycles.find(({ entity }) => entity === 'delivery');
    const { thing } = project(kept!.delivery, items, lifecycle!);
    const next: Record<string, string> = {
      assigned: 'acceptDelivery',
      accepted: 'pickUp',
      picked_up: 'startTransit',
      in_transit: dice() < 0.1 ? 'fail' : 'arrive',
      arrived: dice() < 0.2 ? 'fail' : 'deliver',
    };
    const name = dice() < 0.05 ? 'arrive' : (next[thing.state] ?? 'arrive');
    const input = name === 'fail' ? { reason: 'nobody_there' } : {};
    count(`action ${name}`);
    return phone.engine.act(actionOn(id, name, input));
  }

  async function proof(id: string): Promise<Item> {
    const kind = (['signature', 'photo', 'code', 'scan'] as const)[below(4)]!;
    count(`proof ${kind}`);
    if (kind === 'scan') return phone.engine.prove(proofOn(id, kind, { text: `of ${id}` }));
    if (kind === 'code') {
      const text = dice() < 0.8 ? (codes.get(id) ?? '123456') : '000000';
      return phone.engine.prove(proofOn(id, kind, { text }));
    }
    const file = await picture(phone, 16 + below(9_000));
    const item = await phone.engine.prove(proofOn(id, kind, { fileId: file.id }), file);
    hashes.set(item.id, file.sha256!);
    return item;
  }

  async function turn(): Promise<void> {
    const bad = dice() < 0.5;
    Object.assign(phone.weather, {
      online: dice() < 0.5,
      lostBefore: bad ? below(40) : 0,
      lostAfter: bad ? below(40) : 0,
    });
    count(phone.weather.online ? 'online' : 'offline');
  }

  async function kill(): Promise<void> {
    const busy = dice() < 0.5 ? phone.engine.sync() : undefined;
    busy?.catch(() => undefined);
    if (busy) for (let turns = below(40); turns > 0; turns--) await new Promise((done) => setImmediate(done));
    await phone.kill();
    count(busy ? 'killed while sending' : 'killed');
  }

  async function move(): Promise<void> {
    const time = new Date(phone.nowMs()).toISOString();
    const lat = 47 + positions.length / 10_000;
    if (positions.some((one) => one.time === time)) return;
    await phone.engine.position({ deviceId: driver.id, time, lat, lng: 9.5 });
    positions.push({ time, lat });
    count('position');
  }

  function jump(): void {
    phone.clockOffsetMs = dice() < 0.3 ? 0 : clockJumps[below(clockJumps.length)]! + below(1_000);
    count('clock');
  }

  async function sync(): Promise<void> {
    count(`sync: ${String(await phone.engine.sync())}`);
    await phone.engine.flushPositions();
  }

  /** The office does what it may at any time: takes back, cancels, changes the door. */
  async function interfere(): Promise<void> {
    const id = orders[below(orders.length)]!;
    const path = `/v1/deliveries/${id}`;
    const what = below(3);
    const { status, version } =
      what === 0
        ? await fleet.call(fleet.dispatcher, 'POST', `${path}/actions/unassignDriver`, {})
        : what === 1
          ? await fleet.call(fleet.dispatcher, 'PATCH', path, { notes: `changed at step ${asked.length}` })
          : await fleet.call(fleet.dispatcher, 'POST', `${path}/actions/cancel`, {});
    if (status === 200) office.push({ order: id, version });
    count(`office ${what}: ${status}`);
  }

  async function choose(): Promise<void> {
    for (const item of (await phone.items()).filter(({ state }) => state === 'refused')) {
      const way = below(3);
      count(`refused: ${item.refusal?.code}`);
      const items = await phone.items();
      refused.push({ item, before: items.filter(({ seq }) => seq < item.seq) });
      const behind = ({ seq, deed, state }: Item) =>
        seq > item.seq && deed.entityId === item.deed.entityId && state === 'waiting';
      if (way === 2) for (const { seq } of items.filter(behind)) givenUp.add(seq);
      if (way > 0) {
        givenUp.add(item.seq);
        await phone.engine.drop(item.seq, way === 2);
      } else {
        const text = codes.get(item.deed.entityId);
        await phone.engine
          .redo(item.seq, item.refusal?.code === 'proof_code_wrong' ? text : undefined)
          .catch((error: unknown) => {
            if ((error as Error).name !== 'ApiError' && !(error instanceof TypeError)) throw error;
          });
        const after = await phone.engine.db.get('items', item.seq);
        if (after?.state === 'refused') {
          givenUp.add(item.seq);
          await phone.engine.drop(item.seq);
        } else if (after?.deed.kind === 'proof' && hashes.has(item.id))
          hashes.set(after.id, hashes.get(item.id)!);
      }
    }
  }
}
