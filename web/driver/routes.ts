import { createRoute } from '@tanstack/react-router';
import { part } from '../app/part.ts';
import { mustBe, rootRoute } from '../app/root-route.ts';
import { session } from '../app/session.ts';
import { opened, rememberedDriver } from './remembered.ts';

const PATIENCE_MILLIS = 1_500;

/** With a network it is known at once who this is; without one nobody waits for it, nor twice for one that is dead. */
async function soon(work: Promise<void>): Promise<void> {
  const known = work.catch(() => undefined);
  if (navigator.onLine && !opened.partyId)
    await Promise.race([known, new Promise((done) => setTimeout(done, PATIENCE_MILLIS))]);
}

/** The frame of the driver's app. Whoever drove with this phone before comes in without a network. */
const driverRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/driver',
  async beforeLoad({ location }) {
    if (!rememberedDriver()) return mustBe(['driver'], location);
    await soon(session.ready());
    // Somebody else uses this browser now: what the driver left on it is not theirs.
    if (session.current && !session.has(['driver'])) await mustBe(['driver'], location);
    // Another driver's day comes out of another database.
    if (opened.partyId && session.current && session.current.partyId !== opened.partyId)
      window.location.assign('/app/driver');
  },
}).lazy(() => part(() => import('./screens/area.tsx')).then(({ open }) => open()));

const child = <Path extends string>(path: Path) => createRoute({ getParentRoute: () => driverRoute, path });

export const driverRoutes = [
  driverRoute.addChildren([
    child('/').lazy(() => part(() => import('./screens/stops.tsx')).then(({ Route }) => Route)),
    child('/stop/$id').lazy(() => part(() => import('./screens/stop.tsx')).then(({ Route }) => Route)),
    child('/map').lazy(() => part(() => import('./map/map-screen.tsx')).then(({ Route }) => Route)),
    child('/unsent').lazy(() => part(() => import('./screens/unsent.tsx')).then(({ Route }) => Route)),
    child('/me').lazy(() => part(() => import('./screens/me.tsx')).then(({ Route }) => Route)),
  ]),
] as const;
