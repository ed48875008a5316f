import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentTag, matches } from '../platform/http/etag.ts';
import type { HttpPlugin } from '../platform/http/route.ts';
import { inlineHashes, pageHeaders } from '../platform/http/security-headers.ts';
import { rolesConfig } from './roles-config.ts';

const ownBuild = fileURLToPath(new URL('../../web/dist/', import.meta.url));

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * Nothing from elsewhere, and inline only the styles of the mark that it opens with. Pictures are also drawn on the
 * device: maps, signatures, photos.
 */
const headersOf = (html: string): Record<string, string> => ({
  ...pageHeaders({
    styles: inlineHashes(html, 'style'),
    images: ['data:', 'blob:'],
    media: ['blob:'],
    workers: [],
    trustedTypes: false,
    features: ['autoplay', 'camera', 'geolocation'],
  }),
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
});

/** What the build packs beforehand. */
const packed = /\.(js|mjs|css|html|svg|json|webmanifest)$/;
const packings = [
  { word: /\bbr\b/, encoding: 'br', ending: '.br' },
  { word: /\bgzip\b/, encoding: 'gzip', ending: '.gz' },
];

const notYet = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="refresh" content="2" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Caravan</title>
    <link rel="stylesheet" href="/web/first-screen/style.css" />
    <link rel="stylesheet" href="/web/first-screen/panels.css" />
  </head>
  <body>
    <section class="card">
      <h2>The web app is being put together</h2>
      <p>It takes a few seconds, once after each change of its sources, and opens here by itself.</p>
      <p>Should it not: <code>npm run build</code> says why.</p>
    </section>
  </body>
</html>
`;

interface Built {
  files: Set<string>;
  headers: Record<string, string>;
}

/** The web app under `/app`, as scripts/web/build.ts left it in web/dist; a new build is seen without a restart. */
export const webApp: HttpPlugin = (app, ctx) => {
  const dist = ctx.config.get(rolesConfig).webFolder || ownBuild;
  let known: Built | undefined;
  let readAtMs = 0;
  const built = async (): Promise<Built | undefined> => {
    const changed = await stat(path.join(dist, 'built.json')).catch(() => undefined);
    if (!changed) return undefined;
    if (!known || changed.mtimeMs !== readAtMs) {
      known = await readBuilt(dist);
      readAtMs = changed.mtimeMs;
    }
    return known;
  };
  /** A file as it was built, packed as the browser likes it. */
  const send = async (name: string, headers: object, request: FastifyRequest, reply: FastifyReply) => {
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const packing = packed.test(name) ? packings.find(({ word }) => word.test(accepted)) : undefined;
    const body = await readFile(path.join(dist, `${name}${packing?.ending ?? ''}`));
    // A name with the hash of its content never means anything else.
    const lasting = name.startsWith('assets/');
    reply
      .type(types[path.extname(name)] ?? 'application/octet-stream')
      .header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('vary', 'accept-encoding');
    if (!lasting) {
      const tag = contentTag(body);
      reply.headers({ etag: tag, ...headers });
      if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send();
    }
    if (packing) reply.header('content-encoding', packing.encoding);
    return reply.send(body);
  };
  const page = async (request: FastifyRequest, reply: FastifyReply) => {
    const now = await built();
    if (now) return send('index.html', now.headers, request, reply);
    reply.headers(headersOf(notYet)).type(types['.html'] as string);
    return reply.code(503).header('retry-after', '2').send(notYet);
  };
  const file = async (request: FastifyRequest, reply: FastifyReply) => {
    const name = (request.params as { '*': string })['*'];
    const now = await built();
    if (!now?.files.has(name)) return /\.\w+$/.test(name) ? reply.callNotFound() : page(request, reply);
    const policy = { 'content-security-policy': now.headers['content-security-policy'] };
    return send(name, policy, request, reply);
  };
  const config = { operation: 'roles.webApp' };
  app.get('/app', { config, compress: false } as never, page);
  app.get('/app/*', { config, compress: false } as never, file);
};

async function readBuilt(dist: string): Promise<Built> {
  const { files, before } = JSON.parse(await readFile(path.join(dist, 'built.json'), 'utf8')) as {
    files: string[];
    before: string[];
  };
  const html = await readFile(path.join(dist, 'index.html'), 'utf8');
  return { files: new Set([...files, ...before]), headers: headersOf(html) };
}
