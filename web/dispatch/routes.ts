import { createRoute } from '@tanstack/react-router';
import { part } from '../app/part.ts';
import { mustBe, rootRoute } from '../app/root-route.ts';
import { readFilters } from './filters.ts';

/** What the dispatch area answers to; its screens are fetched when they are first opened. */
export const dispatchRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/dispatch',
    validateSearch: readFilters,
    beforeLoad: ({ location }) => mustBe(['dispatcher', 'admin', 'support'], location),
  }).lazy(() => part(() => import('./board.tsx')).then(({ open }) => open())),
] as const;
