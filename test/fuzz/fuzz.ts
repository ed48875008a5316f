import { z } from 'zod';
import { pick, seededRng, type Rng } from '../../src/platform/ports/rng.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { bodyFor, brokenBodies, textFor } from './generate.ts';

export interface FuzzTarget {
  address: string;
  routes: readonly Route[];
  /** By role; `undefined` is a guest. */
  tokens: ReadonlyMap<string, string | undefined>;
}

export interface FuzzResult {
  requests: number;
  routes: number;
  /** How many answers of each status. */
  statuses: Record<string, number>;
  /** Requests that were answered with 5xx, or not at all. */
  findings: string[];
}

const patienceMs = 20_000;
const parallel = 8;

/** Sends malformed, oversized and nearly right requests to every route as every role. */
export async function fuzz(target: FuzzTarget, requests: number, seed: number): Promise<FuzzResult> {
  const rng = seededRng(seed);
  const result: FuzzResult = { requests: 0, routes: target.routes.length, statuses: {}, findings: [] };
  const ids: string[] = [];
  const schemas = new Map(target.routes.map((route) => [route, schemasOf(route)]));
  const turns = Array.from({ length: requests }, (_, index) => index);
  const worker = async () => {
    for (let turn = turns.pop(); turn !== undefined; turn = turns.pop()) {
      const route = target.routes[turn % target.routes.length]!;
      const [role, token] = pick(rng, [...target.tokens]);
      const request = requestFor(route, schemas.get(route)!, rng, ids);
      const said = await send(target.address, request, token);
      result.requests++;
      result.statuses[said.status] = (result.statuses[said.status] ?? 0) + 1;
      if (said.id && ids.length < 500) ids.push(said.id);
      if (typeof said.status === 'string' || said.status >= 500)
        result.findings.push(
          `${said.status} as ${role}: ${request.method} ${request.path.slice(0, 200)} ${String(request.body).slice(0, 300)} -> ${said.text.slice(0, 300)}`,
        );
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return result;
}

interface Schemas {
  params: Record<string, any>;
  query: Record<string, any>;
  body: Record<string, any> | undefined;
}

function schemasOf({ params, query, body }: Route): Schemas {
  const convert = (schema: z.ZodType) =>
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, any>;
  return {
    params: params ? (convert(params).properties ?? {}) : {},
    query: query ? (convert(query).properties ?? {}) : {},
    body: body && convert(body),
  };
}

interface FuzzRequest {
  method: string;
  path: string;
  body: string | undefined;
  headers: Record<string, string>;
}

function requestFor(route: Route, schemas: Schemas, rng: Rng, ids: readonly string[]): FuzzRequest {
  const path = route.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    rng.float() < 0.7 && ids.length > 0 ? pick(rng, ids) : encode(textFor(schemas.params[name], rng, ids)),
  );
  const query = Object.keys(schemas.query).filter(() => rng.float() < 0.3);
  if (rng.float() < 0.1) query.push('surprise', ...query.slice(0, 1));
  const search = query.map((name) => `${encode(name)}=${encode(textFor(schemas.query[name], rng, ids))}`);
  const headers: Record<string, string> = {};
  if (rng.float() < 0.1) headers['if-match'] = pick(rng, ['"v1"', '*', 'nonsense', '"v99999999999999"']);
  if (rng.float() < 0.1) headers['if-none-match'] = pick(rng, ['*', 'W/"x"', ',,,']);
  if (rng.float() < 0.1) headers['idempotency-key'] = pick(rng, ['a', 'same', '"', 'x'.repeat(300)]);
  let body: string | undefined;
  if (route.method !== 'GET') {
    headers['content-type'] =
      rng.float() < 0.05
        ? pick(rng, ['text/plain', 'application/xml', 'a'])
        : (route.accepts?.[0] ?? 'application/json');
    body =
      rng.float() < 0.1 ? pick(rng, brokenBodies) : JSON.stringify(bodyFor(schemas.body ?? {}, rng, ids));
  }
  return {
    method: route.method,
    path: `${path}${search.length > 0 ? `?${search.join('&')}` : ''}`,
    body,
    headers,
  };
}

/** Lone surrogates cannot be encoded; broken escapes go out as they are, now and then. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

async function send(
  address: string,
  { method, path, body, headers }: FuzzRequest,
  token: string | undefined,
): Promise<{ status: number | 'no answer'; text: string; id: string | undefined }> {
  try {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await response.text();
    const id = response.status === 201 ? (/"id":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? undefined) : undefined;
    return { status: response.status, text, id };
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    // A body above the limit may be refused, and the connection closed, while it is still being sent.
    const tooLarge =
      (body?.length ?? 0) > 1_000_000 && /EPIPE|ECONNRESET|UND_ERR_SOCKET/.test(cause?.code ?? '');
    return tooLarge
      ? { status: 413, text: '', id: undefined }
      : { status: 'no answer', text: String(error), id: undefined };
  }
}
