import { infiniteQueryOptions, queryOptions, type InfiniteData } from '@tanstack/react-query';
import { api, queryClient, type Schema } from '../../app/api.ts';
import { openStates, type DeliveryState } from '../../../client/src/delivery-states.ts';
import type { Filters } from '../filters.ts';

export type Delivery = Schema<'Delivery'>;
/** One by itself, with what may be done with it and why it has its driver. */
export type DeliveryDetails = Schema<'DeliveryDetails'>;
export interface DeliveryPage {
  items: Delivery[];
  nextCursor: string | null;
}
export type DeliveryPages = InfiniteData<DeliveryPage, string | undefined>;

/** What of the filters the server is asked for. */
export type ListFilters = Pick<Filters, 'state' | 'q' | 'driver' | 'exception'>;

const pageSize = 100;
/** More than a screen can show well; the list has them all. */
const mostActive = 2000;

/** From which end the list is read; it is shown with the newest above in either case. */
export type End = 'newest' | 'oldest';

/** From one of its ends on, a page at a time as the reader scrolls. */
export const deliveryList = ({ state, q, driver, exception }: ListFilters, from: End) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', { state, q, driver, exception }, from] as const,
    queryFn: ({ pageParam }) =>
      api('deliveries.listDeliveries', {
        query: {
          limit: String(pageSize),
          ...(from === 'oldest' && { order: from }),
          ...(pageParam && { cursor: pageParam }),
          ...(state && { state: state.join(',') }),
          // The server wants two letters at least.
          ...(q && q.length > 1 && { q }),
          ...(driver && { driverId: driver }),
          ...(exception && { exception: 'true' }),
        },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: 60_000,
    // What stood here before stays until the answer to the new question is there.
    placeholderData: (before) => before,
  });

/** Everything that some driver holds now, and what waits for one: for map and timeline. */
export const openDeliveries = queryOptions({
  queryKey: ['open-deliveries'] as const,
  async queryFn() {
    const found: Delivery[] = [];
    let cursor: string | null = null;
    do {
      const page: DeliveryPage = await api('deliveries.listDeliveries', {
        query: {
          limit: '200',
          state: openStates.join(','),
          ...(cursor && { cursor }),
        },
      });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor && found.length < mostActive);
    return found;
  },
  staleTime: 60_000,
  refetchInterval: 120_000,
});

export const oneDelivery = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id] as const,
    queryFn: () => api('deliveries.getDelivery', { path: { id } }),
  });

export const historyOf = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id, 'history'] as const,
    queryFn: async () =>
      (await api('deliveries.listDeliveryEvents', { path: { id }, query: { limit: '200' } })).items,
  });

export const candidatesFor = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id, 'candidates'] as const,
    queryFn: async () => (await api('deliveries.listCandidates', { path: { id } })).items,
    staleTime: 5000,
  });

export const proofsOf = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id, 'proofs'] as const,
    queryFn: async () => (await api('deliveries.listProofs', { path: { id } })).items,
  });

export const isOpen = (state: DeliveryState): boolean => openStates.includes(state);

/** Whether a delivery belongs into a list, as far as it can be told here. */
export function fits(delivery: Delivery, { state, q, driver, exception }: ListFilters): boolean {
  if (state && !state.includes(delivery.state)) return false;
  if (driver && delivery.driverId !== driver) return false;
  if (exception && !delivery.exception) return false;
  return !q || q.length < 2 || matches(delivery, q.toLowerCase());
}

/** As the server looks: two letters are found where words begin, more of them anywhere. */
function matches({ reference, dropoff }: Delivery, q: string): boolean {
  const text = [reference, dropoff.name, dropoff.street, dropoff.city]
    .map((part) => part ?? '')
    .join(' ')
    .toLowerCase();
  return q.length > 2 ? text.includes(q) : ` ${text}`.includes(` ${q}`);
}

/** Puts deliveries that were read anew into everything that shows them. */
export function spread(fresh: readonly Delivery[]): void {
  const byId = new Map(fresh.map((delivery) => [delivery.id, delivery]));
  for (const [id, delivery] of byId)
    queryClient.setQueryData(
      oneDelivery(id).queryKey,
      (old) => old && (old.version > delivery.version ? old : { ...old, ...delivery }),
    );
  queryClient.setQueryData(openDeliveries.queryKey, (old) => old && mergeOpen(old, byId));
  for (const [key, data] of queryClient.getQueriesData<DeliveryPages>({ queryKey: ['deliveries'] })) {
    if (!data) continue;
    const [, filters, from] = key as [string, ListFilters, End];
    queryClient.setQueryData(key, { ...data, pages: mergePages(data.pages, byId, filters, from) });
  }
}

function mergeOpen(old: Delivery[], fresh: ReadonlyMap<string, Delivery>): Delivery[] {
  const kept = old.filter(({ id }) => !fresh.has(id));
  return [...kept, ...[...fresh.values()].filter(({ state }) => isOpen(state))];
}

/** Ids grow with time, so their order is that of the list; what lies beyond the last page comes with the next one. */
function mergePages(
  pages: DeliveryPage[],
  fresh: ReadonlyMap<string, Delivery>,
  filters: ListFilters,
  from: End,
): DeliveryPage[] {
  const seen = new Set<string>();
  const merged = pages.map(({ items, nextCursor }) => ({
    nextCursor,
    items: items.flatMap((item) => {
      seen.add(item.id);
      const now = fresh.get(item.id) ?? item;
      return now === item || fits(now, filters) ? [now] : [];
    }),
  }));
  const first = merged[0];
  if (!first) return merged;
  const comesBefore = (a: string, b: string) => (from === 'newest' ? a > b : a < b);
  const last = pages.at(-1)?.nextCursor ? pages.at(-1)?.items.at(-1)?.id : undefined;
  for (const delivery of fresh.values()) {
    const { id } = delivery;
    if (seen.has(id) || !fits(delivery, filters) || (last !== undefined && comesBefore(last, id))) continue;
    const page =
      merged.find(({ items }) => {
        const end = items.at(-1)?.id;
        return end !== undefined && comesBefore(id, end);
      }) ??
      merged.at(-1) ??
      first;
    const at = page.items.findIndex((item) => comesBefore(id, item.id));
    page.items.splice(at === -1 ? page.items.length : at, 0, delivery);
  }
  return merged;
}
