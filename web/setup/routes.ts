import { createRoute } from '@tanstack/react-router';
import { part } from '../app/part.ts';
import { mustBe, rootRoute } from '../app/root-route.ts';
import { load } from './words.ts';

/** What an empty instance leads its first admin through. */
export const setupRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/first-steps',
    async beforeLoad({ location }) {
      await mustBe(['admin'], location);
      await load();
    },
  }).lazy(() => part(() => import('./first-steps.tsx')).then(({ Route }) => Route)),
] as const;
