import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder, planRoute, timingOf, type RouteProblem, type RouteStop } from './plan-route.ts';

interface Spot {
  x: number;
  y: number;
}

/** Deliveries with pick-up and drop-off on a plane, a second for each unit. */
function problemOf(
  deliveries: readonly { pickup?: Spot; dropoff: Spot; to?: number }[],
  fixed = 0,
): RouteProblem {
  const spots: Spot[] = [{ x: 0, y: 0 }];
  const stops: RouteStop[] = [];
  for (const [index, { pickup, dropoff, to }] of deliveries.entries()) {
    const deliveryId = String(index);
    if (pickup) {
      spots.push(pickup);
      stops.push({ deliveryId, kind: 'pickup', windowFrom: null, windowTo: null });
    }
    spots.push(dropoff);
    stops.push({ deliveryId, kind: 'dropoff', windowFrom: null, windowTo: to ?? null });
  }
  const seconds = spots.map((a) => spots.map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
  return { stops, seconds, serviceSeconds: 10, fixed };
}

const at = (x: number, y = 0): Spot => ({ x, y });

test('goes along a line instead of back and forth', () => {
  const problem = problemOf([
    { dropoff: at(400) },
    { dropoff: at(100) },
    { dropoff: at(300) },
    { dropoff: at(200) },
  ]);
  expect(planRoute(problem)).toEqual([1, 3, 2, 0]);
  expect(timingOf(problem, [1, 3, 2, 0]).arrivals).toEqual([100, 210, 320, 430]);
});

test('picks up first, and keeps a promise that costs a detour', () => {
  const way = planRoute(problemOf([{ pickup: at(500), dropoff: at(100) }]));
  expect(way).toEqual([0, 1]);
  const urgent = problemOf([{ dropoff: at(100) }, { dropoff: at(-200), to: 250 }]);
  expect(planRoute(urgent)).toEqual([1, 0]);
});

const spot = fc.record({ x: fc.nat(1000), y: fc.nat(1000) });

test('holds all stops once, pick-ups first, fixed ones where they were, and is never worse than as given', () => {
  const deliveries = fc.array(
    fc.record({
      pickup: fc.option(spot, { nil: undefined }),
      dropoff: spot,
      to: fc.option(fc.nat(5000), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(deliveries, fc.nat(6), (given, wanted) => {
      const all = given.map(({ pickup, dropoff, to }) => ({
        dropoff,
        ...(pickup && { pickup }),
        ...(to !== undefined && { to }),
      }));
      const { stops } = problemOf(all);
      const fixed = Math.min(wanted, stops.length);
      const problem = problemOf(all, fixed);
      const order = planRoute(problem);
      expect([...order].sort((a, b) => a - b)).toEqual(stops.map((_, index) => index));
      expect(order.slice(0, fixed)).toEqual(stops.slice(0, fixed).map((_, index) => index));
      expect(inOrder(stops, order)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('finds the best order of six stops, or one within a tenth of it', () => {
  const permutations = (items: number[]): number[][] =>
    items.length < 2
      ? [items]
      : items.flatMap((item) =>
          permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
        );
  const all = permutations([0, 1, 2, 3, 4, 5]);
  fc.assert(
    fc.property(fc.array(spot, { minLength: 6, maxLength: 6 }), (spots) => {
      const problem = problemOf(spots.map((dropoff) => ({ dropoff })));
      const best = Math.min(...all.map((order) => timingOf(problem, order).driving));
      expect(timingOf(problem, planRoute(problem)).driving).toBeLessThanOrEqual(best * 1.1 + 1);
    }),
    { numRuns: 30, seed: 7 },
  );
});
