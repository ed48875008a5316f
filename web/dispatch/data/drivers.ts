import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, type Schema } from '../../app/api.ts';

export type Driver = Schema<'DriverDetails'>;
const mostDrivers = 5000;

/** All drivers with where they were last seen; those who move are followed by the live socket. */
export const allDrivers = queryOptions({
  queryKey: ['drivers'] as const,
  async queryFn() {
    const found: Driver[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: Driver[]; nextCursor: string | null } = await api('deliveries.listDrivers', {
        query: { limit: '200', ...(cursor && { cursor }) },
      });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor && found.length < mostDrivers);
    return found.sort((a, b) => a.name.localeCompare(b.name));
  },
  staleTime: 10_000,
  refetchInterval: 15_000,
});

const none: Driver[] = [];
const noNames: ReadonlyMap<string, Driver> = new Map();
const byId = (drivers: Driver[]): ReadonlyMap<string, Driver> =>
  new Map(drivers.map((driver) => [driver.id, driver]));

export const useDrivers = (): Driver[] => useQuery(allDrivers).data ?? none;
export const useDriverMap = (): ReadonlyMap<string, Driver> =>
  useQuery({ ...allDrivers, select: byId }).data ?? noNames;

/** Those whose shift begins within the day around now. */
export const shiftsOf = (dayStart: number) =>
  queryOptions({
    queryKey: ['shifts', dayStart] as const,
    queryFn: async () =>
      (
        await api('deliveries.listShifts', {
          query: {
            limit: '200',
            from: new Date(dayStart - 12 * 3_600_000).toISOString(),
            to: new Date(dayStart + 24 * 3_600_000).toISOString(),
          },
        })
      ).items,
    staleTime: 60_000,
  });

/** A driver's open stops with times: as committed, else as the planner would drive them now. */
export const routeOf = (driverId: string) =>
  queryOptions({
    queryKey: ['route', driverId] as const,
    queryFn: () => api('deliveries.previewRoute', { path: { id: driverId }, body: {} }),
    staleTime: 45_000,
    // Times of arrival move on even when nothing happens.
    refetchInterval: 90_000,
  });
