import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { accountRoutes } from '../account/routes.ts';
import { load as loadAccount } from '../account/words.ts';
import { adminRoutes } from '../admin/routes.ts';
import { dispatchRoutes } from '../dispatch/routes.ts';
import { driverRoutes } from '../driver/routes.ts';
import { setupRoutes } from '../setup/routes.ts';
import { areas } from './areas.ts';
import { part } from './part.ts';
import { rootRoute } from './root-route.ts';
import { parseSearch, stringifySearch } from './search-params.ts';
import { session } from './session.ts';

/** `/app`: to the first area that this person has. */
const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  async beforeLoad() {
    await session.ready();
    const mine = areas.find(({ roles }) => session.has(roles));
    throw redirect({ to: (mine?.path ?? '/enter') as never });
  },
});

const enterRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/enter',
  validateSearch: (search: Record<string, unknown>) => ({
    ...(typeof search['to'] === 'string' && { to: search['to'] }),
    ...(typeof search['as'] === 'string' && { as: search['as'] }),
  }),
  beforeLoad: () => Promise.all([session.ready(), loadAccount()]).then(() => undefined),
}).lazy(() => part(() => import('./enter.tsx')).then(({ Route }) => Route));

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    enterRoute,
    ...dispatchRoutes,
    ...adminRoutes,
    ...accountRoutes,
    ...setupRoutes,
    ...driverRoutes,
  ]),
  basepath: '/app',
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
