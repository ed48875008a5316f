import { createRoute } from '@tanstack/react-router';
import { mustBe, rootRoute } from '../app/root-route.ts';
import { rememberedDriver } from './remembered.ts';

/** The frame of the driver's app. Whoever drove with this phone before comes in without a network. */
const driverRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/driver',
  async beforeLoad({ location }) {
    if (!rememberedDriver()) await mustBe(['driver'], location);
  },
}).lazy(() => import('./screens/area.tsx').then(({ open }) => open()));

const child = <Path extends string>(path: Path) => createRoute({ getParentRoute: () => driverRoute, path });

export const driverRoutes = [
  driverRoute.addChildren([
    child('/').lazy(() => import('./screens/stops.tsx').then(({ Route }) => Route)),
    child('/stop/$id').lazy(() => import('./screens/stop.tsx').then(({ Route }) => Route)),
    child('/map').lazy(() => import('./map/map-screen.tsx').then(({ Route }) => Route)),
    child('/unsent').lazy(() => import('./screens/unsent.tsx').then(({ Route }) => Route)),
    child('/me').lazy(() => import('./screens/me.tsx').then(({ Route }) => Route)),
  ]),
] as const;
