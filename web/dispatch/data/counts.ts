import { queryOptions } from '@tanstack/react-query';
import { api, queryClient } from '../../app/api.ts';

/** The server keeps its counts up a moment after what happened. */
const soonMillis = 1500;

/** How many are in each state now, of what this reader may see. */
export const deliveryCounts = queryOptions({
  queryKey: ['delivery-counts'] as const,
  queryFn: async () => (await api('deliveries.countDeliveries', {})).items,
  staleTime: soonMillis,
  refetchInterval: 60_000,
});

let timer: ReturnType<typeof setTimeout> | undefined;

/** Something changed: one reading answers all that happens within a moment. */
export function countSoon(): void {
  timer ??= setTimeout(() => {
    timer = undefined;
    void queryClient.invalidateQueries({ queryKey: deliveryCounts.queryKey });
  }, soonMillis);
}
