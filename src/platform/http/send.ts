import type { FastifyReply, FastifyRequest } from 'fastify';
import { Answer, Rendered, type Route } from './route.ts';
import { contentTag, matches } from './etag.ts';
import type { StoredAnswer } from './idempotency.ts';

type RenderedAnswer = Omit<StoredAnswer, 'body'> & { body: string | Buffer | null };

/** A read's answer: what is rendered already passes as it is. */
export function renderRead(route: Route, result: unknown): RenderedAnswer {
  if (result instanceof Rendered) return { status: route.status ?? 200, headers: {}, body: result.json };
  return render(route, result);
}

/** What an answer is on the wire, before compression. */
export function render(route: Route, result: unknown): StoredAnswer {
  const answer = result instanceof Answer ? result : new Answer(result);
  const headers: Record<string, string> = { ...answer.options.headers };
  if (answer.options.etag) headers.etag = answer.options.etag;
  if (answer.options.location) headers.location = answer.options.location;
  const empty = answer.body === undefined || answer.body === null;
  const status = answer.options.status ?? route.status ?? (empty ? 204 : 200);
  return { status, headers, body: empty ? null : JSON.stringify(answer.body) };
}

/** Sends it; a read whose tag the client already has becomes 304 without a body. */
export function send(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  answer: RenderedAnswer,
): FastifyReply {
  reply.code(answer.status).headers(answer.headers);
  if (answer.body === null) return reply.send();
  reply.header('content-type', 'application/json; charset=utf-8');
  if (route.method === 'GET' && answer.status === 200) {
    const tag = answer.headers.etag ?? contentTag(answer.body);
    reply.header('etag', tag);
    reply.header(
      'cache-control',
      route.maxAgeSeconds ? `private, max-age=${route.maxAgeSeconds}` : 'private, no-cache',
    );
    if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send();
  }
  return reply.send(answer.body);
}

/** Keeps only the named top-level fields of an item or of each item of a page. */
export function narrow(result: unknown, fields: readonly string[] | undefined): unknown {
  if (!fields) return result;
  if (result instanceof Rendered) return narrow(JSON.parse(result.json.toString()), fields);
  if (result instanceof Answer) return new Answer(narrow(result.body, fields), result.options);
  const keep = (item: unknown): unknown =>
    typeof item === 'object' && item !== null
      ? Object.fromEntries(
          fields.filter((field) => field in item).map((field) => [field, (item as never)[field]]),
        )
      : item;
  if (typeof result === 'object' && result !== null && 'items' in result && Array.isArray(result.items))
    return { ...result, items: result.items.map(keep) };
  return keep(result);
}
