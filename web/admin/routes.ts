import { createRoute } from '@tanstack/react-router';
import { mustBe, rootRoute } from '../app/root-route.ts';
import { load } from './words.ts';

const frame = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin',
  async beforeLoad({ location }) {
    await mustBe(['admin'], location);
    await load();
  },
}).lazy(() => import('./frame.tsx').then(({ Route }) => Route));

const under = <Path extends string>(path: Path) => ({ getParentRoute: () => frame, path });

/** What the administration answers to; each screen is fetched when it is first opened. */
export const adminRoutes = [
  frame.addChildren([
    createRoute(under('/')).lazy(() => import('./operations.tsx').then(({ Route }) => Route)),
    createRoute(under('/people')).lazy(() => import('./people.tsx').then(({ Route }) => Route)),
    createRoute(under('/keys')).lazy(() => import('./keys.tsx').then(({ Route }) => Route)),
    createRoute(under('/limits')).lazy(() => import('./limits.tsx').then(({ Route }) => Route)),
    createRoute(under('/audit')).lazy(() => import('./audit.tsx').then(({ Route }) => Route)),
    createRoute(under('/zones')).lazy(() => import('./zones.tsx').then(({ Route }) => Route)),
    createRoute(under('/rates')).lazy(() => import('./rates.tsx').then(({ Route }) => Route)),
    createRoute(under('/settings')).lazy(() => import('./settings.tsx').then(({ Route }) => Route)),
  ]),
] as const;
