import { queryOptions } from '@tanstack/react-query';
import { api, type Schema } from '../../app/api.ts';

export type Role = Schema<'Role'>;

export const rolesKey = ['roles'];

export const allRoles = queryOptions({
  queryKey: rolesKey,
  queryFn: () => api('accounts.listRoles', { query: { limit: '200' } }),
});

export const allPermissions = queryOptions({
  queryKey: ['permissions'],
  queryFn: () => api('accounts.listPermissions'),
  staleTime: Infinity,
});
