import type { FastifyRequest } from 'fastify';
import { platformErrors } from '../errors/platform-errors.ts';
import type { Route } from './route.ts';

/**
 * A browser adds cookies to what another site makes it send. A route that reads them therefore asks where a write
 * comes from, by the headers that no script can forge. Other programs send neither header and carry no one's cookies.
 * @param origins own and listed ones
 * @throws forbidden
 */
export function refuseOtherSites(
  request: Pick<FastifyRequest, 'headers' | 'protocol' | 'host'>,
  route: Pick<Route, 'method' | 'readsCookie'>,
  origins: ReadonlySet<string>,
): void {
  if (route.readsCookie !== true || route.method === 'GET') return;
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin === undefined && (site === undefined || site === 'same-origin' || site === 'none')) return;
  if (origin !== undefined && (origins.has(origin) || origin === `${request.protocol}://${request.host}`))
    return;
  throw platformErrors.forbidden('This request comes from a page of another site.');
}
