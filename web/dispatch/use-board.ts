import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
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
  const router = useRouter();
  const set = useCallback(
    (change: Partial<Filters>) => {
      const replace = !isStep(router.state.location.search, change);
      void navigate({ to: '/dispatch', search: (old) => ({ ...old, ...change }), replace });
    },
    [navigate, router],
  );
  return { filters, set };
}

/** What the back button takes back: opening the panel, and other filters; not each row passed by, nor each letter typed. */
const isStep = (old: Filters, change: Partial<Filters>): boolean =>
  ((change.id ?? change.who) !== undefined && (old.id ?? old.who) === undefined) ||
  'state' in change ||
  'driver' in change ||
  'exception' in change;
