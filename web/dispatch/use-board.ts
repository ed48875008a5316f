import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Filters } from './filters.ts';

export interface Board {
  filters: Filters;
  /** Changes some of what stands in the address bar; undefined takes it away. */
  set(change: Partial<Filters>): void;
}

/** What the board shows and what is chosen: one truth for list, map and timeline, and a link that can be sent. */
export function useBoard(): Board {
  const filters = useSearch({ from: '/dispatch' });
  const navigate = useNavigate({ from: '/dispatch' });
  const set = useCallback(
    (change: Partial<Filters>) =>
      void navigate({ to: '/dispatch', search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  );
  return { filters, set };
}
