import type { Route } from './route.ts';

/** Finds the routes of a path, whatever their methods. */
export function routesByPath(routes: readonly Route[]): (path: string) => Route[] {
  const known = new Map<string, { pattern: RegExp; routes: Route[] }>();
  for (const route of routes) {
    const pattern = new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}/?$`);
    const entry = known.get(route.path) ?? { pattern, routes: [] };
    entry.routes.push(route);
    known.set(route.path, entry);
  }
  return (path) =>
    [...known.values()].filter(({ pattern }) => pattern.test(path)).flatMap((entry) => entry.routes);
}

/** What `Allow` names. */
export function methodsOf(routes: readonly Route[]): string[] {
  const methods = new Set<string>(routes.map(({ method }) => method));
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods];
}
