import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Route } from './route.ts';

export interface CorsOptions {
  /** Origins that may call from a browser; `*` for any, which then never gets cookies. */
  origins: readonly string[];
  /** The routes of a path. */
  routesAt(path: string): readonly Route[];
}

const allowedHeaders = 'authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id';
const exposedHeaders =
  'etag, idempotency-replayed, link, location, ratelimit, ratelimit-policy, retry-after, x-request-id';
/** Longer ones are cut by browsers anyway. */
const preflightSeconds = '7200';

/**
 * Lets pages of the listed origins read answers. Cookies go with them only to routes that declare to read one, and
 * never for `*`. Without a list nothing is added, and browsers keep every other site out.
 */
export function allowOrigins(app: FastifyInstance, { origins, routesAt }: CorsOptions): void {
  if (origins.length === 0) return;
  const any = origins.includes('*');
  const listed = new Set(origins);

  function permit(request: FastifyRequest, reply: FastifyReply, withCookies: boolean): boolean {
    const { origin } = request.headers;
    if (!any) reply.header('vary', 'Origin');
    if (origin === undefined || !(any || listed.has(origin))) return false;
    const named = listed.has(origin);
    reply.header('access-control-allow-origin', any && !named ? '*' : origin);
    // Answers for the listed site may hold what others may not read, also when anybody may ask without cookies.
    if (any && named) reply.header('vary', 'Origin');
    if (named && withCookies) reply.header('access-control-allow-credentials', 'true');
    reply.header('cross-origin-resource-policy', 'cross-origin');
    return true;
  }

  app.addHook('onRequest', (request, reply, done) => {
    const asked = request.headers['access-control-request-method'];
    if (request.method !== 'OPTIONS' || typeof asked !== 'string' || request.headers.origin === undefined) {
      if (permit(request, reply, request.routeOptions.config?.readsCookie === true))
        reply.header('access-control-expose-headers', exposedHeaders);
      return done();
    }
    const routes = routesAt(request.url.split('?')[0] as string);
    const wanted = routes.find(({ method }) => method === asked || (asked === 'HEAD' && method === 'GET'));
    const permitted = permit(request, reply, wanted?.readsCookie === true);
    reply.header('vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers');
    if (permitted && wanted)
      reply.headers({
        'access-control-allow-methods': routes.map(({ method }) => method).join(', '),
        'access-control-allow-headers': allowedHeaders,
        'access-control-max-age': preflightSeconds,
      });
    reply.code(204).send();
  });
}
