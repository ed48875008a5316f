import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../../platform/auth/actor.ts';
import { processEnvironment } from '../../../platform/config/environment.ts';
import { Problem } from '../../../platform/errors/problem.ts';
import { perform } from '../../../platform/lifecycle/perform.ts';
import { deliveryLifecycle } from '../lifecycle.ts';
import { findDelivery } from '../queries/deliveries.ts';
import { startFleet, type Fleet } from './fleet.ts';

/**
 * Random actions on a delivery beside a small model of what must come of them, written from the product's words and
 * not from the declaration: one driver at most, legal transitions only, a history without gaps.
 */
const office = { actor: systemActor('model'), scope: 'all' } as const;

interface Model {
  state: string;
  driver: string | null;
  tries: number;
}

const next: Readonly<Record<string, (now: Model, driver: string) => Model | undefined>> = {
  release: (now) => (now.state === 'draft' ? { ...now, state: 'ready' } : undefined),
  assignDriver: (now, driver) => (now.state === 'ready' ? { ...now, state: 'assigned', driver } : undefined),
  acceptDelivery: (now) => step(now, 'assigned', 'accepted'),
  declineDelivery: (now) => freed(now, ['assigned']),
  unassignDriver: (now) => freed(now, ['assigned', 'accepted']),
  pickUp: (now) => step(now, 'accepted', 'picked_up'),
  startTransit: (now) => step(now, 'picked_up', 'in_transit'),
  arrive: (now) => step(now, 'in_transit', 'arrived'),
  deliver: (now) => step(now, 'arrived', 'delivered'),
  fail: (now) =>
    ['in_transit', 'arrived'].includes(now.state)
      ? { ...now, state: 'failed', tries: now.tries + 1 }
      : undefined,
  retry: (now) =>
    now.state === 'failed' && now.tries < 3 ? { ...now, state: 'ready', driver: null } : undefined,
  startReturn: (now) => step(now, 'failed', 'returning'),
  confirmReturn: (now) => step(now, 'returning', 'returned'),
  cancel: (now) =>
    ['draft', 'ready', 'assigned', 'accepted'].includes(now.state)
      ? { ...now, state: 'cancelled' }
      : undefined,
};

const step = (now: Model, from: string, to: string) =>
  now.state === from ? { ...now, state: to } : undefined;
const freed = (now: Model, from: string[]) =>
  from.includes(now.state) ? { ...now, state: 'ready', driver: null } : undefined;

const runs = Number(processEnvironment()['CARAVAN_MODEL_RUNS'] ?? 50);
const timeout = 30_000 + runs * 1000;

let fleet: Fleet;
let drivers: string[];
beforeAll(async () => {
  fleet = await startFleet({ settings: { CARAVAN_DELIVERIES_MAX_ACTIVE_PER_DRIVER: '200' } });
  drivers = [(await fleet.driver()).id, (await fleet.driver()).id];
});
afterAll(() => fleet.stop());

async function attempt(id: string, action: string, driver: string): Promise<'done' | string> {
  const { ctx } = fleet.server;
  const input =
    action === 'assignDriver'
      ? { driverId: driver, override: true }
      : action === 'fail'
        ? { reason: 'other' }
        : {};
  try {
    await ctx.db.transaction((tx) => perform(tx, deliveryLifecycle, { id, action, input, ...office }, ctx));
    return 'done';
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

/** Mostly what is possible, so that long lives happen; otherwise anything, so that each refusal is tried. */
function choose(model: Model, [dice, which]: readonly [dice: number, which: number]): string {
  const all = Object.keys(next);
  const possible = all.filter((name) => name !== 'cancel' && next[name]!(model, ''));
  const from = which % 4 > 0 && possible.length > 0 ? possible : all;
  return from[dice % from.length]!;
}

test('any actions in any order: what the model says, and nothing else', { timeout }, async () => {
  let [tried, done] = [0, 0];
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.tuple(fc.nat(1000), fc.nat(7)), { minLength: 20, maxLength: 40 }),
      async (draft, actions) => {
        const { id } = await fleet.order({ draft });
        let model: Model = { state: draft ? 'draft' : 'ready', driver: null, tries: 0 };
        let events = 1;
        for (const dice of actions) {
          const name = choose(model, dice);
          const driver = drivers[dice[1] % 2]!;
          const expected = next[name]!(model, driver);
          const outcome = await attempt(id, name, driver);
          tried++;
          expect(outcome === 'done', `${name} in ${model.state}: ${outcome}`).toBe(expected !== undefined);
          if (!expected) continue;
          model = expected;
          events++;
          done++;
          seen.add(model.state);
          const row = await findDelivery(fleet.server.ctx.db.sql, id, office);
          expect([row!.state, row!.tries, row!.version]).toEqual([model.state, model.tries, events]);
          if (model.state !== 'cancelled') expect(row!.driverId).toBe(model.driver);
        }
        const history = await fleet.server.eventsOf('delivery', id);
        expect(history.map(({ sequence }) => sequence)).toEqual(
          Array.from({ length: events }, (_, n) => n + 1),
        );
        for (const [index, { fromState }] of history.entries())
          if (index > 0) expect(fromState).toBe(history[index - 1]!.toState);
      },
    ),
    // About 30 actions each: CARAVAN_MODEL_RUNS=3400 tries more than the 10^5 of promise 14.
    { numRuns: runs, seed: 20261122 },
  );
  console.log(`${tried} actions on ${runs} deliveries, ${done} of them legal`);
  expect([...seen].sort()).toEqual(
    Object.keys(deliveryLifecycle.states)
      .filter((state) => state !== 'draft')
      .sort(),
  );
});
