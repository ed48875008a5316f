import type { FastifyReply, FastifyRequest } from 'fastify';
import { accountsConfig } from '../capabilities/accounts/api.ts';
import { matches } from '../platform/http/etag.ts';
import type { HttpPlugin } from '../platform/http/route.ts';
import { pageFiles } from './page-files.ts';
import { pageHeaders } from '../platform/http/security-headers.ts';

/** What the page at `/` is made of; each is served under its path in the repository. */
const files = [
  'web/first-screen/style.css',
  'web/first-screen/panels.css',
  'web/first-screen/icon.svg',
  'web/first-screen/main.ts',
  'web/first-screen/base-map.ts',
  'web/first-screen/board.ts',
  'web/first-screen/feed.ts',
  'web/first-screen/fleet-layer.ts',
  'web/first-screen/map.ts',
  'web/first-screen/pace.ts',
  'web/first-screen/say-attribution.ts',
  'web/first-screen/states.ts',
  'web/first-screen/tile-reader.ts',
  'web/first-screen/town.ts',
  'web/first-screen/view.ts',
  'web/first-screen/words.ts',
  'web/first-screen/language.ts',
  'web/first-screen/words/en.ts',
  'web/first-screen/words/de.ts',
  'web/first-screen/words/fr.ts',
  'web/first-screen/words/es.ts',
  'web/design/states.ts',
  'client/src/delivery-states.ts',
  'client/src/http.ts',
  'client/src/problem.ts',
  'client/src/live/backoff.ts',
  'client/src/live/frames.ts',
  'client/src/live/live-client.ts',
  'client/src/live/world.ts',
] as const;

const page = 'web/first-screen/index.html';
/** Nothing from elsewhere, nothing inline: colours are set through the style sheet's own objects. */
const headers = { ...pageHeaders(), 'cache-control': 'no-cache' };

/** The page that shows the running system, at `/`. Its sources are read and their types taken out on first request. */
export const firstScreen: HttpPlugin = (app, ctx) => {
  const shown = ctx.config.get(accountsConfig).demo ? (html: string) => html : closed;
  const get = pageFiles((path, source) => (path === page ? withPreloads(shown(source)) : source));
  const answer = (path: string) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { body, tag, type } = await get(path);
    reply.headers(headers).header('etag', tag).type(type);
    if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send();
    return reply.send(body);
  };
  app.get('/', { config: { operation: 'roles.firstScreen' } }, answer(page));
  for (const path of files) app.get(`/${path}`, { config: { operation: 'roles.firstScreen' } }, answer(path));
};

/** Where nobody may look inside without a token the page says so from its first moment, before any script has asked. */
const closed = (html: string): string =>
  html
    .replace('data-mode="starting"', 'data-mode="closed"')
    .replace('aria-labelledby="closed-title" hidden', 'aria-labelledby="closed-title"');

/** All modules at once instead of one after another as they import each other; of the languages, none is needed twice. */
function withPreloads(html: string): string {
  const links = files
    .filter((path) => path.endsWith('.ts') && !path.includes('/words/'))
    .map((path) => `    <link rel="modulepreload" href="/${path}" />`);
  return html.replace('  </head>', `${links.join('\n')}\n  </head>`);
}
