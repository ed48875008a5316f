import type { Manifest } from '../modules/manifest.ts';
import { registry } from '../telemetry/metrics.ts';
import type { ErrorDefinition } from '../errors/problem.ts';
import { contentTag, matches } from './etag.ts';
import { interactiveReference } from './interactive-reference.ts';
import { openApiDocument } from './openapi.ts';
import type { HttpPlugin, Route } from './route.ts';
import { inlineHashes, pageHeaders } from './security-headers.ts';

export interface ReferenceParts {
  routes: readonly Route[];
  errors: Readonly<Record<string, ErrorDefinition>>;
  manifests: readonly Manifest[];
  version: string;
}

/** The whole OpenAPI document, as `/openapi.json` and the reference in docs/ give it. */
export function referenceDocument({ routes, errors, manifests, version }: ReferenceParts, serverUrl: string) {
  const used = new Set(routes.map(({ operation }) => operation.split('.')[0]!));
  const tags = [...used].map((name) => ({
    name,
    description: manifests.find((manifest) => manifest.name === name)?.summary ?? name,
  }));
  return openApiDocument({ routes, errors, tags, version, serverUrl });
}

/** `/openapi.json`, `/docs`, `/docs/errors` and `/metrics`. */
export const referencePages =
  (parts: ReferenceParts): HttpPlugin =>
  async (app, ctx) => {
    let rendered: { json: string; tag: string } | undefined;
    const render = () => {
      const json = JSON.stringify(referenceDocument(parts, ctx.address.url()));
      return { json, tag: contentTag(json) };
    };
    app.get('/openapi.json', { config: { operation: 'platform.openApi' } }, async (request, reply) => {
      rendered ??= render();
      reply
        .header('etag', rendered.tag)
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin');
      if (matches(request.headers['if-none-match'], rendered.tag)) return reply.code(304).send();
      return reply.type('application/json').send(rendered.json);
    });
    app.get('/metrics', { config: { operation: 'platform.metrics' } }, async (_request, reply) =>
      reply.type(registry.contentType).send(await registry.metrics()),
    );
    const errors = errorPage(parts.errors);
    const errorHeaders = pageHeaders({ styles: inlineHashes(errors, 'style') });
    app.get('/docs/errors', { config: { operation: 'platform.errorReference' } }, async (_request, reply) =>
      reply.headers(errorHeaders).type('text/html; charset=utf-8').send(errors),
    );
    await interactiveReference(app, ctx);
  };

function errorPage(errors: ReferenceParts['errors']): string {
  const rows = Object.entries(errors)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, { status, title }]) => `<tr id="${code}"><td><code>${code}</code><td>${status}<td>${title}`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Errors · Caravan</title>
<style>body{font:16px/1.5 system-ui;max-width:60rem;margin:3rem auto;padding:0 1rem}td,th{padding:.4rem 1rem .4rem 0;text-align:left;border-bottom:1px solid #ddd}tr:target{background:#fff3bf}</style>
<h1>Errors</h1><p>Every problem (RFC 9457) has one of these codes.</p>
<table><thead><tr><th>Code<th>Status<th>Meaning</thead><tbody>${rows.join('\n')}</tbody></table></html>`;
}
