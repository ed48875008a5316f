import fastify, { type FastifyInstance } from 'fastify';
import type { HttpPlugin } from './route.ts';

const prefix = '/docs';

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
