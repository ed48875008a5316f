import { createRoute } from '@tanstack/react-router';
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
  createRoute(open('/sign-up')).lazy(() => import('./sign-up.tsx').then(({ Route }) => Route)),
  createRoute(open('/forgot')).lazy(() => import('./forgot.tsx').then(({ Route }) => Route)),
  createRoute(open('/reset')).lazy(() => import('./reset.tsx').then(({ Route }) => Route)),
  createRoute(open('/verify')).lazy(() => import('./verify.tsx').then(({ Route }) => Route)),
  createRoute(open('/mail-change')).lazy(() => import('./mail-change.tsx').then(({ Route }) => Route)),
  createRoute(open('/invitation')).lazy(() => import('./invitation.tsx').then(({ Route }) => Route)),
  createRoute(open('/setup')).lazy(() => import('./set-up.tsx').then(({ Route }) => Route)),
  createRoute({
    ...open('/me'),
    async beforeLoad({ location }) {
      await mustBe(['customer', 'driver', 'dispatcher', 'carrier', 'host', 'support', 'admin'], location);
      await load();
    },
  }).lazy(() => import('./me.tsx').then(({ Route }) => Route)),
] as const;
