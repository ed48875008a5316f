import { createRoute } from '@tanstack/react-router';
import { part } from '../app/part.ts';
import { mustBe, rootRoute } from '../app/root-route.ts';
import { load as loadOperations } from './operations/words.ts';
import { load as loadRights } from './rights/words.ts';
import { loadSettingWords } from './say-setting.ts';
import { load } from './words.ts';

const frame = createRoute({
  getParentRoute: () => rootRoute,
  path: '/admin',
  async beforeLoad({ location }) {
    await mustBe(['admin'], location);
    await load();
  },
}).lazy(() => part(() => import('./frame.tsx')).then(({ Route }) => Route));

const under = <Path extends string>(path: Path) => ({ getParentRoute: () => frame, path });

/** What the administration answers to; each screen is fetched when it is first opened. */
export const adminRoutes = [
  frame.addChildren([
    createRoute({ ...under('/'), beforeLoad: loadOperations }).lazy(() =>
      part(() => import('./operations/operations.tsx')).then(({ Route }) => Route),
    ),
    createRoute(under('/people')).lazy(() => part(() => import('./people.tsx')).then(({ Route }) => Route)),
    createRoute({
      ...under('/rights'),
      validateSearch: ({ view, user }: Record<string, unknown>): { view?: string; user?: string } => ({
        ...(typeof view === 'string' && { view }),
        ...(typeof user === 'string' && { user }),
      }),
      beforeLoad: loadRights,
    }).lazy(() => part(() => import('./rights/rights.tsx')).then(({ Route }) => Route)),
    createRoute({ ...under('/keys'), beforeLoad: loadRights }).lazy(() =>
      part(() => import('./keys.tsx')).then(({ Route }) => Route),
    ),
    createRoute(under('/limits')).lazy(() => part(() => import('./limits.tsx')).then(({ Route }) => Route)),
    createRoute(under('/audit')).lazy(() => part(() => import('./audit.tsx')).then(({ Route }) => Route)),
    createRoute(under('/zones')).lazy(() => part(() => import('./zones.tsx')).then(({ Route }) => Route)),
    createRoute(under('/rates')).lazy(() => part(() => import('./rates.tsx')).then(({ Route }) => Route)),
    createRoute({ ...under('/settings'), beforeLoad: loadSettingWords }).lazy(() =>
      part(() => import('./settings.tsx')).then(({ Route }) => Route),
    ),
  ]),
] as const;
