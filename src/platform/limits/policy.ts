import type { Actor } from '../auth/actor.ts';
import type { Route } from '../http/route.ts';
import type { limitsConfig } from './limits-config.ts';
import type { Quota } from './quota.ts';
import type { ConfigSection } from '../config/config.ts';

/** What one kind of caller may do on one route. */
export interface Policy {
  quotas: readonly Quota[];
  /** The RateLimit-Policy header. */
  header: string;
}

export type Caller = 'guest' | 'user' | 'premium';

export interface RoutePolicy extends Record<Caller, Policy> {}

export interface Policies {
  /** Undefined for a route that is not limited. */
  of(route: Route): RoutePolicy | undefined;
  /** For requests without valid credentials, whatever their route. */
  guest: Policy;
  /** Every quota by name. */
  quotas: ReadonlyMap<string, Quota>;
}

type Settings = typeof limitsConfig extends ConfigSection<infer T> ? T : never;

/**
 * The limits of every route, worked out once.
 * @throws Error when two routes give one name to different limits
 */
export function limitPolicies(settings: Settings, routes: readonly Route[]): Policies {
  const quotas = new Map<string, Quota>();
  const known = (quota: Quota): Quota => {
    const same = quotas.get(quota.name) ?? quota;
    if (same.limit !== quota.limit || same.windowSeconds !== quota.windowSeconds)
      throw new Error(`Two routes declare different limits under the name ${quota.name}`);
    quotas.set(quota.name, same);
    return same;
  };
  const quota = (name: string, limit: number, windowSeconds: number) => known({ name, limit, windowSeconds });
  const { windowSeconds } = settings;
  const general = {
    guest: [quota('guest', settings.guest, windowSeconds)],
    user: [quota('user', settings.user, windowSeconds)],
    premium: [quota('premium', settings.premium, windowSeconds)],
  };
  const writes: Record<Caller, Quota[]> = {
    guest: [],
    user: [quota('writes', settings.writes, 60)],
    premium: [quota('premium-writes', settings.premiumWrites, 60)],
  };
  const reading = routePolicy((caller) => general[caller]);
  const writing = routePolicy((caller) => [...general[caller], ...writes[caller]]);

  function policyOf({ limit, method }: Route): RoutePolicy | undefined {
    if (limit === 'none') return undefined;
    if (limit === undefined) return method === 'GET' ? reading : writing;
    const { name, windowSeconds: window, guest, user, premium = user * 5 } = limit;
    const own = {
      guest: [`${name}-guest`, guest],
      user: [name, user],
      premium: [`${name}-premium`, premium],
    } as const;
    return routePolicy((caller) => [quota(own[caller][0], own[caller][1], window)]);
  }
  const byRoute = new Map(routes.map((route) => [route, policyOf(route)]));
  return { of: (route) => byRoute.get(route), guest: reading.guest, quotas };
}

function routePolicy(quotasOf: (caller: Caller) => readonly Quota[]): RoutePolicy {
  const policy = (caller: Caller): Policy => {
    const quotas = quotasOf(caller);
    const header = quotas
      .map(({ name, limit, windowSeconds }) => `"${name}";q=${limit};w=${windowSeconds}`)
      .join(', ');
    return { quotas, header };
  };
  return { guest: policy('guest'), user: policy('user'), premium: policy('premium') };
}

export function callerOf(actor: Actor): Caller {
  if (actor.kind === 'guest') return 'guest';
  return actor.tier === 'premium' ? 'premium' : 'user';
}
