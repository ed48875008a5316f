import compress from '@fastify/compress';
import fastify, { type FastifyInstance } from 'fastify';
import type { Actor, Authenticator } from '../auth/actor.ts';
import type { Context } from '../context.ts';
import { platformErrors } from '../errors/platform-errors.ts';
import { newId } from '../ports/rng.ts';
import { observeRequests } from '../telemetry/requests.ts';
import { parseJson } from './body.ts';
import { allowOrigins } from './cors.ts';
import { answerRawError } from './raw-errors.ts';
import { handlerOf, type RequestHooks } from './handle.ts';
import { httpConfig } from './http-config.ts';
import { methodsOf, routesByPath } from './paths.ts';
import { sendProblem, toProblem } from './problem-answer.ts';
import type { HttpPlugin, Route } from './route.ts';
import { secureHeaders } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: string;
    readsCookie?: boolean;
  }
  interface FastifyRequest {
    actor: Actor | undefined;
    /** Whether the client's side of it is HTTPS, here or at the proxy in front. */
    readonly isSecure: boolean;
  }
}

export interface ServerParts {
  ctx: Context;
  routes: readonly Route[];
  plugins?: readonly HttpPlugin[];
  authenticator: Authenticator;
  hooks?: RequestHooks;
}

/** Builds the HTTP server, without listening yet. */
export async function buildServer({
  ctx,
  routes,
  plugins = [],
  authenticator,
  hooks = {},
}: ServerParts): Promise<FastifyInstance> {
  const settings = ctx.config.get(httpConfig);
  const app = fastify({
    bodyLimit: settings.bodyLimitBytes,
    requestTimeout: settings.requestTimeoutSeconds * 1000,
    keepAliveTimeout: settings.keepAliveTimeoutSeconds * 1000,
    // Each proxy adds whom it saw at the end; what stands before that was written by the client.
    trustProxy: settings.trustProxy && ((_address, hop) => hop < settings.proxyHops),
    forceCloseConnections: 'idle',
    // What still arrives while it stops is answered, with word to come back on another connection.
    return503OnClosing: false,
    clientErrorHandler: answerRawError,
    frameworkErrors: (error, request, reply) => void sendProblem(toProblem(error), request, reply),
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    http: { maxHeaderSize: 16_384 },
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : newId(ctx);
    },
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    const { cause = error } = problem;
    const fromDatabase = typeof (cause as { severity?: unknown }).severity === 'string';
    if (problem.status >= 500 || fromDatabase)
      ctx.log[problem.status >= 500 ? 'error' : 'warn'](
        { err: cause, requestId: request.id, operation: request.routeOptions.config.operation },
        problem.message,
      );
    return sendProblem(problem, request, reply);
  });
  const routesAt = routesByPath(routes);
  app.setNotFoundHandler((request, reply) => {
    const allow = methodsOf(routesAt(request.url.split('?')[0]!));
    if (allow.length > 0 && !allow.includes(request.method)) {
      const detail = `${request.method} is not available on this path; it has ${allow.join(', ')}.`;
      return sendProblem(
        platformErrors.method_not_allowed(detail, { headers: { allow: allow.join(', ') } }),
        request,
        reply,
      );
    }
    return sendProblem(platformErrors.not_found('No such path. The reference is at /docs.'), request, reply);
  });
  app.decorateRequest('actor', undefined);
  const isSecure = settings.publicUrl.startsWith('https:');
  app.decorateRequest('isSecure', {
    getter() {
      return isSecure || this.protocol === 'https';
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(
    /^application\/([\w.-]+\+)?json/,
    { parseAs: 'string' },
    (_request, body, done) => {
      try {
        done(null, parseJson(body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  secureHeaders(app, { isSecure });
  allowOrigins(app, { origins: settings.corsOrigins, routesAt });
  app.addHook('onListen', async () => {
    const [bound] = app.addresses();
    if (typeof bound === 'object') ctx.address.listensOn(bound.port);
  });
  stopGently(app, settings.stopTimeoutSeconds);
  observeRequests(app, ctx);
  await app.register(compress, {
    threshold: 1024,
    encodings: ['zstd', 'br', 'gzip'],
    brotliOptions: { params: brotliFast },
  });
  for (const plugin of plugins) await plugin(app, ctx);
  for (const route of routes) addRoute(app, route, ctx, authenticator, hooks);
  return app;
}

/** Time in which clients that keep their connections learn from their next answer that this one ends. */
const farewellMilliseconds = 250;

function stopGently(app: FastifyInstance, stopTimeoutSeconds: number): void {
  let stopping = false;
  // Also to those who asked before: a connection that they would use again is about to be closed.
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('preClose', async () => {
    stopping = true;
    const limit = setTimeout(() => app.server.closeAllConnections(), stopTimeoutSeconds * 1000);
    app.server.once('close', () => clearTimeout(limit));
    const open = await new Promise<number>((resolve) =>
      app.server.getConnections((_error, count) => resolve(count)),
    );
    if (open > 0) await new Promise((resolve) => setTimeout(resolve, farewellMilliseconds));
  });
}

/** Quality 4: within a few percent of the best size at a tenth of its cost. */
const brotliFast = { 1: 4 };

function addRoute(
  app: FastifyInstance,
  route: Route,
  ctx: Context,
  authenticator: Authenticator,
  hooks: RequestHooks,
): void {
  const add = (scope: FastifyInstance) => {
    if (route.accepts && !route.accepts.includes('application/json')) scope.removeAllContentTypeParsers();
    for (const type of route.accepts ?? [])
      if (type !== 'application/json')
        scope.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
    scope.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { operation: route.operation, ...(route.readsCookie && { readsCookie: true }) },
      ...(route.bodyLimit && { bodyLimit: route.bodyLimit }),
      ...(route.secretAnswer && { compress: false as const }),
      handler: handlerOf(route, ctx, authenticator, hooks),
    });
  };
  if (route.accepts) app.register(async (scope) => add(scope));
  else add(app);
}
