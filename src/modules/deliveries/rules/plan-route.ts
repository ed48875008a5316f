/** One door of a delivery. Its place in the table is its index in the list of stops, plus one: 0 is where one starts. */
export interface RouteStop {
  deliveryId: string;
  kind: 'pickup' | 'dropoff';
  /** In seconds from the start; null is any time. */
  windowFrom: number | null;
  windowTo: number | null;
}

export interface RouteProblem {
  stops: readonly RouteStop[];
  /** Travel times in seconds, rows by origin; row and column 0 are the start. */
  seconds: readonly (readonly number[])[];
  /** Time that each stop takes. */
  serviceSeconds: number;
  /** The first so many stops stay where they are, in this order. */
  fixed: number;
}

/** An hour late weighs as much as so many hours of driving. */
const latenessWeight = 20;

export interface Timing {
  /** Seconds from the start at which each stop of the order is reached. */
  arrivals: number[];
  lateSeconds: number[];
  /** Seconds on the road, without waiting and service. */
  driving: number;
  cost: number;
}

/** When each stop is reached in an order, waiting where a window has not opened. */
export function timingOf({ stops, seconds, serviceSeconds }: RouteProblem, order: readonly number[]): Timing {
  const arrivals: number[] = [];
  const lateSeconds: number[] = [];
  let [clock, driving, late, at] = [0, 0, 0, 0];
  for (const index of order) {
    const stop = stops[index]!;
    const way = seconds[at]![index + 1]!;
    driving += way;
    clock = Math.max(clock + way, stop.windowFrom ?? 0);
    const delay = stop.windowTo === null ? 0 : Math.max(0, clock - stop.windowTo);
    arrivals.push(clock);
    lateSeconds.push(delay);
    late += delay;
    clock += serviceSeconds;
    at = index + 1;
  }
  return { arrivals, lateSeconds, driving, cost: driving + clock * 0.01 + late * latenessWeight };
}

/** Whether every parcel is picked up before it is handed over. */
export function inOrder(
  stops: readonly Pick<RouteStop, 'deliveryId' | 'kind'>[],
  order: readonly number[],
): boolean {
  const place = new Map(order.map((index, position) => [index, position]));
  return stops.every(({ deliveryId, kind }, index) => {
    if (kind !== 'dropoff') return true;
    const pickup = stops.findIndex((stop) => stop.deliveryId === deliveryId && stop.kind === 'pickup');
    if (pickup < 0 || !place.has(index)) return true;
    return place.has(pickup) && place.get(pickup)! < place.get(index)!;
  });
}

/**
 * An order of the stops: each delivery put in where it costs least, then parts turned round and stops moved while that
 * makes it shorter. Pick-ups stay before their drop-offs and the fixed stops where they are. The same problem gives
 * the same order.
 */
export function planRoute(problem: RouteProblem): number[] {
  const { stops, fixed } = problem;
  let order = stops.slice(0, fixed).map((_, index) => index);
  const groups = new Map<string, number[]>();
  for (let index = fixed; index < stops.length; index++) {
    const { deliveryId } = stops[index]!;
    groups.set(deliveryId, [...(groups.get(deliveryId) ?? []), index]);
  }
  for (const group of groups.values()) order = inserted(problem, order, group);
  return improved(problem, order);
}

function inserted(problem: RouteProblem, order: readonly number[], group: readonly number[]): number[] {
  const sorted = [...group].sort(
    (a, b) => Number(problem.stops[a]!.kind === 'dropoff') - Number(problem.stops[b]!.kind === 'dropoff'),
  );
  const [first, second] = sorted as [number, number | undefined];
  let best: { order: number[]; cost: number } | undefined;
  const weigh = (candidate: number[]) => {
    const { cost } = timingOf(problem, candidate);
    if (!best || cost < best.cost) best = { order: candidate, cost };
  };
  for (let a = problem.fixed; a <= order.length; a++) {
    const one = order.toSpliced(a, 0, first);
    if (second === undefined) weigh(one);
    else for (let b = a + 1; b <= one.length; b++) weigh(one.toSpliced(b, 0, second));
  }
  return best!.order;
}

const mostRounds = 50;

function improved(problem: RouteProblem, start: readonly number[]): number[] {
  let order = [...start];
  for (let round = 0; round < mostRounds; round++) {
    const better = betterNeighbour(problem, order);
    if (!better) return order;
    order = better;
  }
  return order;
}

function betterNeighbour(problem: RouteProblem, order: readonly number[]): number[] | undefined {
  const { cost } = timingOf(problem, order);
  for (const candidate of neighbours(order, problem.fixed))
    if (timingOf(problem, candidate).cost < cost - 1e-6 && inOrder(problem.stops, candidate))
      return candidate;
  return undefined;
}

/** Every order with one part turned round (2-opt), or one stop moved. */
function* neighbours(order: readonly number[], fixed: number): Generator<number[], undefined> {
  for (let from = fixed; from < order.length - 1; from++)
    for (let to = from + 1; to < order.length; to++) {
      yield [...order.slice(0, from), ...order.slice(from, to + 1).reverse(), ...order.slice(to + 1)];
      const [moved] = order.slice(from, from + 1);
      if (to > from + 1 && moved !== undefined) yield order.toSpliced(from, 1).toSpliced(to, 0, moved);
      const [back] = order.slice(to, to + 1);
      if (to > from + 1 && back !== undefined) yield order.toSpliced(to, 1).toSpliced(from, 0, back);
    }
}
