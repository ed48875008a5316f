import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf, pageOf, readerOf } from '../../web/tracking/document.ts';
import type { Ended } from '../../web/tracking/parts.ts';
import { followDelivery } from '../modules/deliveries/api.ts';
import type { Context } from '../platform/context.ts';
import { Problem } from '../platform/errors/problem.ts';
import { matches } from '../platform/http/etag.ts';
import type { HttpPlugin } from '../platform/http/route.ts';
import { pageFiles } from './page-files.ts';

/** What the page is made of beside itself; each is served under its path in the repository. */
const files = [
  'style.css',
  'wishes.css',
  'icon.svg',
  'main.ts',
  'parts.ts',
  'contact.ts',
  'forms.ts',
  'html.ts',
  'progress.ts',
  'wishes.ts',
  'map.ts',
  'words/en.ts',
  'words/de.ts',
  'words/fr.ts',
  'words/es.ts',
].map((name) => `web/tracking/${name}`);

/** Nothing from elsewhere, nothing inline, and no word to other pages about the address, which holds the token. */
const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
};

/** The public page behind a tracking link, at `/track/{token}`: whole without any script, then live. */
export const trackingPage: HttpPlugin = (app, ctx) => {
  const get = pageFiles();
  const config = { operation: 'roles.trackingPage' };
  for (const path of files)
    app.get(`/${path}`, { config }, async (request, reply) => {
      const { body, tag, type } = await get(path);
      reply.headers({ ...headers, etag: tag, 'cache-control': 'public, max-age=300' }).type(type);
      if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send();
      return reply.send(body);
    });
  app.get('/track/:token', { config }, (request, reply) => answer(request, reply, ctx));
};

async function answer(request: FastifyRequest, reply: FastifyReply, ctx: Context): Promise<FastifyReply> {
  const { token } = request.params as { token: string };
  const language = languageOf(request.headers['accept-language']);
  const reader = readerOf(language, { zone: serverZone, nowMs: ctx.clock.nowMs() });
  reply
    .headers({ ...headers, 'cache-control': 'private, no-store', 'content-language': language })
    .header('vary', 'accept-language')
    .header('x-robots-tag', 'noindex')
    .type('text/html; charset=utf-8');
  try {
    return await reply.send(pageOf(await followDelivery(token, ctx), reader));
  } catch (error) {
    if (!(error instanceof Problem) || (error.status !== 404 && error.status !== 410)) throw error;
    const { ending = 'unknown', may = [], ...rest } = (error.extras.members ?? {}) as Partial<Ended>;
    return reply.code(error.status).send(pageOf({ ending, may, ...rest }, reader));
  }
}

/** Only until the script of the page writes times by the reader's own clock. */
const serverZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
