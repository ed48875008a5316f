import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { problemCodes } from '../platform/http/openapi.ts';
import type { Route } from '../platform/http/route.ts';
import { errorCatalogue, routes } from './catalogue.ts';
import { noteOperation } from './testing-operations.ts';

const problem = z.looseObject({
  type: z.string().startsWith('/docs/errors#'),
  title: z.string().min(1),
  status: z.int(),
  code: z.string(),
  detail: z.string().min(1),
  operation: z.string().optional(),
  requestId: z.string().min(1),
  errors: z.array(z.strictObject({ field: z.string(), reason: z.string().min(1) })).optional(),
});

const patterns = routes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/\{\w+\}/g, '([^/]+)')}/?$`),
  parameters: route.path.split('{').length,
}));

/** The route that serves a request: of several, the one with the fewest parameters. */
export function routeFor(method: string, url: string): Route | undefined {
  const pathname = url.split('?')[0]!;
  const wanted = method === 'HEAD' ? ['HEAD', 'GET'] : [method];
  return patterns
    .filter(({ route, pattern }) => wanted.includes(route.method) && pattern.test(pathname))
    .sort((a, b) => a.parameters - b.parameters)[0]?.route;
}

/** Notes the operation of every request that a server of this process answered with success, whoever sent it. */
export function noteAnsweredRequests(): void {
  subscribe('http.server.response.finish', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (response.statusCode >= 400) return;
    const route = routeFor(request.method ?? '', request.url ?? '');
    if (route) noteOperation(route.operation);
  });
}

/** @throws Error when an answer is not what the operation declares: its schema, its status, its problem codes */
export function checkAnswer({
  method,
  url,
  status,
  headers,
  json,
}: {
  method: string;
  url: string;
  status: number;
  headers: Headers;
  json: unknown;
}): void {
  const route = routeFor(method, url);
  const wrong = (what: string): never => {
    throw new Error(`${method} ${url} (${route?.operation ?? 'no operation'}) answered ${status}: ${what}`);
  };
  if (status >= 400) checkProblem(route, status, headers, json, wrong);
  if (!route || status >= 300) return;
  if (json === undefined) {
    if (route.response && method !== 'HEAD' && !route.produces) wrong('it declares an answer but gave none');
    return;
  }
  if (!route.response) return void wrong('it declares no answer but gave one');
  if (new URL(url, 'http://localhost').searchParams.has('fields')) return;
  const result = route.response.safeParse(json);
  if (!result.success) wrong(`the answer does not fit its schema: ${z.prettifyError(result.error)}`);
}

function checkProblem(
  route: Route | undefined,
  status: number,
  headers: Headers,
  json: unknown,
  wrong: (what: string) => never,
): void {
  if (json === undefined) return;
  if (route?.operation === 'platform.readiness') return;
  if (!headers.get('content-type')?.startsWith('application/problem+json'))
    wrong('it is not a problem document');
  const result = problem.safeParse(json);
  if (!result.success) return wrong(`the problem has another shape: ${z.prettifyError(result.error)}`);
  const { code } = result.data;
  if (result.data.status !== status) wrong(`the problem says ${result.data.status}`);
  if (errorCatalogue[code]?.status !== status) wrong(`${code} is not in the catalogue with this status`);
  if (route && status < 500 && !problemCodes(route).has(code))
    wrong(`it does not declare the problem ${code}`);
}
