import { context, propagation, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { accessLogOf } from './log.ts';
import { problemsTotal, requestSeconds } from './metrics.ts';

const spans = new WeakMap<FastifyRequest, Span>();

/** One access line, one histogram sample and one span for each request, all under its operation's name. */
export function observeRequests(app: FastifyInstance, ctx: Context): void {
  const log = accessLogOf(ctx.log);
  const tracer = trace.getTracer('caravan');
  app.addHook('onRequest', (request, _reply, done) => {
    const parent = propagation.extract(context.active(), request.headers);
    const span = tracer.startSpan(request.routeOptions.config.operation ?? 'http.unknown', {}, parent);
    if (!span.isRecording()) return done();
    spans.set(request, span);
    context.with(trace.setSpan(parent, span), done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const operation = request.routeOptions.config?.operation ?? 'unknown';
    const seconds = reply.elapsedTime / 1000;
    requestSeconds.observe({ operation, method: request.method, status: String(reply.statusCode) }, seconds);
    if (reply.statusCode >= 400) problemsTotal.inc({ operation, code: String(reply.statusCode) });
    log.info(
      {
        requestId: request.id,
        operation,
        method: request.method,
        path: shownPath(request),
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 100) / 100,
        actor: request.actor?.id,
      },
      'request',
    );
    const span = spans.get(request);
    if (span) {
      span.setAttribute('http.response.status_code', reply.statusCode);
      if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    }
    done();
  });
}

/** The path without secrets: a public link and a phone carry theirs in it. */
function shownPath(request: FastifyRequest): string {
  const path = request.url.split('?')[0] as string;
  const { secret, token } = (request.params ?? {}) as { secret?: string; token?: string };
  const hidden = secret ?? token;
  return hidden ? path.replace(hidden, '***').replace(encodeURIComponent(hidden), '***') : path;
}
