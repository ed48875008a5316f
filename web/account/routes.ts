import { createRoute } from '@tanstack/react-router';
import { part } from '../app/part.ts';
import { mustBe, rootRoute } from '../app/root-route.ts';
import { session } from '../app/session.ts';
import { load } from './words.ts';

const open = <Path extends string>(path: Path) => ({
  getParentRoute: () => rootRoute,
  path,
  async beforeLoad() {
    await session.ready();
    await load();
  },
});

/** For people who have no account yet, cannot get into theirs, or come with the link of a mail. */
export const accountRoutes = [
  createRoute(open('/sign-up')).lazy(() => part(() => import('./sign-up.tsx')).then(({ Route }) => Route)),
  createRoute(open('/forgot')).lazy(() => part(() => import('./forgot.tsx')).then(({ Route }) => Route)),
  createRoute(open('/reset')).lazy(() => part(() => import('./reset.tsx')).then(({ Route }) => Route)),
  createRoute(open('/verify')).lazy(() => part(() => import('./verify.tsx')).then(({ Route }) => Route)),
  createRoute(open('/mail-change')).lazy(() =>
    part(() => import('./mail-change.tsx')).then(({ Route }) => Route),
  ),
  createRoute(open('/invitation')).lazy(() =>
    part(() => import('./invitation.tsx')).then(({ Route }) => Route),
  ),
  createRoute(open('/setup')).lazy(() => part(() => import('./set-up.tsx')).then(({ Route }) => Route)),
  createRoute({
    ...open('/me'),
    async beforeLoad({ location }) {
      await mustBe(['customer', 'driver', 'dispatcher', 'carrier', 'host', 'support', 'admin'], location);
      await load();
    },
  }).lazy(() => part(() => import('./me.tsx')).then(({ Route }) => Route)),
] as const;
