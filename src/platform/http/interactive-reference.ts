import fastify, { type FastifyInstance } from 'fastify';
import type { HttpPlugin } from './route.ts';
import { inlineHashes, pageHeaders } from './security-headers.ts';

const prefix = '/docs';

/** The package styles itself at run time and writes markup without Trusted Types. It shows nothing but our own document. */
const needsOfReference = {
  styles: ["'unsafe-inline'"],
  images: ['data:', 'blob:'],
  fonts: ['data:'],
  workers: ['blob:'],
  trustedTypes: false as const,
};

/** `/docs`: its package weighs more than the rest of the server's code together, so it is loaded when someone looks. */
export const interactiveReference: HttpPlugin = (app) => {
  let loading: Promise<FastifyInstance> | undefined;
  for (const url of [prefix, `${prefix}/*`])
    app.get(url, { config: { operation: 'platform.reference' } }, async (request, reply) => {
      loading ??= load();
      const inner = await loading;
      const answer = await inner.inject({ method: 'GET', url: request.url });
      for (const [name, value] of Object.entries(answer.headers))
        if (value !== undefined && name !== 'content-length') reply.header(name, value);
      if (String(answer.headers['content-type']).startsWith('text/html'))
        reply.headers(pageHeaders({ ...needsOfReference, scripts: inlineHashes(answer.payload, 'script') }));
      return reply.code(answer.statusCode).send(answer.rawPayload);
    });
};

async function load(): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const inner = fastify();
  await inner.register(scalar, {
    routePrefix: prefix,
    configuration: {
      url: '/openapi.json',
      title: 'Caravan API',
      withDefaultFonts: false,
      telemetry: false,
    },
  } as never);
  return inner;
}
