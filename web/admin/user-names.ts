import { useQuery } from '@tanstack/react-query';
import { api } from '../app/api.ts';

/** Names of users by their id, for lists that know only the id; a later one stays without. */
export function useUserNames(): ReadonlyMap<string, string> {
  const users = useQuery({
    queryKey: ['users', 'names'],
    queryFn: () => api('accounts.listUsers', { query: { limit: '200' } }),
    staleTime: 300_000,
  });
  return new Map(users.data?.items.map(({ id, name }) => [id, name]));
}
