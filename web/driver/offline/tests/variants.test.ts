import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Fleet, startFleet } from '../../../../src/modules/deliveries/tests/fleet.ts';
import type * as Database from '../database.ts';
import type { Item } from '../model.ts';
import type * as Model from '../model.ts';
import type * as Projecting from '../project.ts';
import type * as Recording from '../record.ts';
import type * as Sending from '../send-item.ts';
import { installIndexedDb } from './memory-indexeddb.ts';
import { runSequence } from './sequence.ts';

/** Phones that are wrong in one way each: the random sequences are worth something only if they notice every one. */
const broken = vi.hoisted(() => ({ how: '' }));
const is = (how: string) => broken.how === how;

vi.mock('../record.ts', async (load) => {
  const real = await load<typeof Recording>();
  const record: typeof real.record = async (db, deed, ports, file) => {
    const own = is("the corrected time instead of the device's") ? { ...ports, nowMs: Date.now } : ports;
    let asked = deed;
    if (is('recorded on another stop') && deed.entity === 'delivery') {
      const [other] = (await db.getAllKeys('deliveries')).filter((id) => id !== deed.entityId);
      if (other) asked = { ...deed, entityId: other };
    }
    const item = await real.record(db, asked, own, file);
    if (is('kept in memory only') && item.seq % 5 === 0) await db.delete('items', item.seq);
    const [first] = await db.getAll('files');
    if (is('the picture of another proof') && file && first)
      await db.put('files', { ...file, bytes: first.bytes, sha256: first.sha256 });
    if (is('a photo is forgotten') && file) await db.delete('files', file.id);
    return item;
  };
  return { ...real, record };
});

vi.mock('../database.ts', async (load) => {
  const real = await load<typeof Database>();
  const openDatabase: typeof real.openDatabase = async (driverId) => {
    const db = await real.openDatabase(driverId);
    if (is('what was being sent is lost at a kill'))
      for (const { seq, state } of await db.getAll('items'))
        if (state === 'sending') await db.delete('items', seq);
    if (is('positions are lost at a kill')) await db.clear('positions');
    return db;
  };
  return { ...real, openDatabase };
});

vi.mock('../model.ts', async (load) => {
  const real = await load<typeof Model>();
  const laneOf: typeof real.laneOf = (deed) => {
    if (is('every deed in a lane of its own')) return `${real.laneOf(deed)}/${crypto.randomUUID()}`;
    if (is('all stops in one lane') && deed.entity === 'delivery') return 'delivery:all';
    if (is('breaks are not kept in order with stops') && deed.entity !== 'delivery') return 'driver:apart';
    if (is('actions and proofs in lanes apart'))
      return 'action' in deed ? real.laneOf(deed) : 'delivery:proofs';
    return real.laneOf(deed);
  };
  return { ...real, laneOf };
});

vi.mock('../send-item.ts', async (load) => {
  const real = await load<typeof Sending>();
  const sendItem: typeof real.sendItem = async (item, options) => {
    const sent = await bend(item, options.db);
    const outcome = await real.sendItem(sent, options).catch((error: unknown) => {
      if (is('a lost answer counts as done')) return doneAt(new Date().toISOString());
      throw error;
    });
    if (is('sent twice') && outcome.kind === 'done')
      await real.sendItem({ ...sent, id: crypto.randomUUID() }, options).catch(() => undefined);
    if (outcome.kind === 'refused' && is('a refusal is hidden')) return doneAt(new Date().toISOString());
    if (outcome.kind === 'done' && is("the device's time instead of the server's"))
      return { ...outcome, serverTime: item.deviceTime };
    return outcome;
  };
  const doneAt = (serverTime: string) => ({ kind: 'done' as const, serverTime, thing: null });
  const bend = async (item: Item, db: Parameters<typeof real.sendItem>[1]['db']): Promise<Item> => {
    if (is("the server's time instead of the device's"))
      return { ...item, deviceTime: new Date().toISOString() };
    if (is('a new key for every try')) return { ...item, id: crypto.randomUUID() };
    const { deed } = item;
    if (deed.entity !== 'delivery') return item;
    if (is('sent to another stop') && deed.kind === 'proof') {
      const [other] = (await db.getAllKeys('deliveries')).filter((id) => id !== deed.entityId);
      return other ? { ...item, deed: { ...deed, entityId: other } } : item;
    }
    return item;
  };
  return { ...real, sendItem };
});

vi.mock('../project.ts', async (load) => {
  const real = await load<typeof Projecting>();
  const sameAsSeen: typeof real.sameAsSeen = (seen, now) =>
    is('a conflict is written over') ? seen.state === now.state : real.sameAsSeen(seen, now);
  return { ...real, sameAsSeen };
});

let fleet: Fleet;
beforeAll(async () => {
  installIndexedDb();
  fleet = await startFleet({
    settings: { CARAVAN_DELIVERIES_MAX_ACTIVE_PER_DRIVER: '200', CARAVAN_DELIVERIES_OFFER_TTL: '1h' },
  });
});
afterAll(() => fleet.stop());

const patience = 60;

/** Each with a sequence to begin at, one that is known to notice. */
test.each([
  ['kept in memory only', 1],
  ['what was being sent is lost at a kill', 1],
  ['positions are lost at a kill', 1],
  ['a photo is forgotten', 1],
  ['the picture of another proof', 1],
  ['recorded on another stop', 1],
  ['sent to another stop', 1],
  ['sent twice', 12],
  ['a new key for every try', 4],
  ['a lost answer counts as done', 1],
  ['a refusal is hidden', 1],
  ['a conflict is written over', 15],
  ["the corrected time instead of the device's", 4],
  ["the server's time instead of the device's", 1],
  ["the device's time instead of the server's", 6],
  ['every deed in a lane of its own', 1],
  ['all stops in one lane', 3],
  ['actions and proofs in lanes apart', 27],
  ['breaks are not kept in order with stops', 7],
])(
  '%s: some sequence notices',
  async (how, first) => {
    broken.how = how;
    let caught: { seed: number; message: string } | undefined;
    for (let seed = first; seed < first + patience && !caught; seed++)
      await runSequence(fleet, seed, {}).catch((error: Error) => {
        caught = { seed, message: error.message };
      });
    broken.how = '';
    expect(caught, `${patience} sequences from ${first}`).toBeDefined();
    console.info(`${how}: sequence ${caught?.seed}, ${caught?.message.split('\n')[0]}`);
  },
  120_000,
);
