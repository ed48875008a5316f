import { createRootRoute, redirect } from '@tanstack/react-router';
import { Failed, NotFound } from './failed.tsx';
import { session, type Role } from './session.ts';
import { load } from './words.ts';

/** Every area's routes hang below this one. */
export const rootRoute = createRootRoute({
  beforeLoad: () => load(),
  errorComponent: Failed,
  notFoundComponent: NotFound,
});

/** For an area's `beforeLoad`: whoever may not be here is asked who they are, and comes back afterwards. */
export async function mustBe(roles: readonly Role[], location: { href: string }): Promise<void> {
  await session.ready();
  if (session.has(roles)) return;
  throw redirect({ to: '/enter', search: { to: location.href, as: roles[0] } as never });
}
