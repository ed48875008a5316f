import { queryOptions } from '@tanstack/react-query';
import { api, type Schema } from '../../app/api.ts';
import { hourMs } from '../timeline/scale.ts';

export type Day = Schema<'DriverDay'>;

const gatherMillis = 30;
/** Days in one request; a screen shows fewer. */
const atOnce = 50;
/** The timeline begins two hours and a bit ago. */
const hoursBack = 3;

/**
 * What a driver has finished lately, and when they will reach the stops before them. Every row of the timeline asks for
 * its own; rows that ask together are answered by one request.
 */
export const dayOf = (driverId: string) =>
  queryOptions({
    queryKey: ['day', driverId] as const,
    queryFn: () => ask(driverId),
    staleTime: 45_000,
    // Times of arrival move on even when nothing happens.
    refetchInterval: 90_000,
  });

let asked = new Map<string, PromiseWithResolvers<Day | null>>();

function ask(driverId: string): Promise<Day | null> {
  const waits = asked.get(driverId) ?? Promise.withResolvers<Day | null>();
  if (asked.size === 0) setTimeout(readAsked, gatherMillis);
  asked.set(driverId, waits);
  return waits.promise;
}

function readAsked(): void {
  const all = [...asked];
  asked = new Map();
  for (let at = 0; at < all.length; at += atOnce) void read(new Map(all.slice(at, at + atOnce)));
}

async function read(waiting: ReadonlyMap<string, PromiseWithResolvers<Day | null>>): Promise<void> {
  try {
    const { items } = await api('deliveries.listDriverDays', {
      query: {
        driverId: [...waiting.keys()].join(','),
        limit: String(atOnce),
        since: new Date(Date.now() - hoursBack * hourMs).toISOString(),
      },
    });
    const days = new Map(items.map((day) => [day.driverId, day]));
    for (const [driverId, { resolve }] of waiting) resolve(days.get(driverId) ?? null);
  } catch (error) {
    for (const { reject } of waiting.values()) reject(error);
  }
}
