import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

/** The queue as a whole; a day on which it has more than this needs other help. */
export const exceptionsQueue = queryOptions({
  queryKey: ['exceptions'] as const,
  queryFn: () => api('deliveries.listExceptions', { query: { limit: '100' } }),
  refetchInterval: 30_000,
});
