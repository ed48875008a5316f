import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const nothing =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const noFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** For every answer that is data: it may not be framed, run, guessed at, or read by another site. */
const forData: Readonly<Record<string, string>> = {
  'content-security-policy': nothing,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'referrer-policy': 'no-referrer',
  'permissions-policy': noFeatures,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** A worker obeys the policy that its own script came with, not that of the page: it may fetch and draw from here. */
const forScripts: Readonly<Record<string, string>> = {
  ...forData,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

const isScript = (url: string): boolean => /\.m?js(\?|$)/.test(url);

/** Two years, as the preload list of browsers wants it. */
const strictTransport = 'max-age=63072000; includeSubDomains';

/** Puts the headers on every answer before its handler, which may widen them for a page. */
export function secureHeaders(app: FastifyInstance, { isSecure }: { isSecure: boolean }): void {
  const transport = isSecure ? { 'strict-transport-security': strictTransport } : {};
  const data = { ...forData, ...transport };
  const scripts = { ...forScripts, ...transport };
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(isScript(request.url) ? scripts : data).header('x-request-id', request.id);
    if (!isSecure && request.protocol === 'https') reply.header('strict-transport-security', strictTransport);
    done();
  });
}

export interface PagePolicy {
  /** Sources of scripts beside this server: hashes of inline ones, never `'unsafe-inline'`. */
  scripts?: readonly string[];
  styles?: readonly string[];
  images?: readonly string[];
  fonts?: readonly string[];
  media?: readonly string[];
  workers?: readonly string[];
  connects?: readonly string[];
  /** Names of Trusted Types policies that its scripts make; default none. `false`: it cannot bear them. */
  trustedTypes?: readonly string[] | false;
  /** Features of the browser that it may use, such as `geolocation`. */
  features?: readonly string[];
}

/** The headers of a page, wider than those of data only by what it names. */
export function pageHeaders({
  scripts = [],
  styles = [],
  images = [],
  fonts = [],
  media,
  workers,
  connects = [],
  trustedTypes = [],
  features = [],
}: PagePolicy = {}): Record<string, string> {
  const self = (sources: readonly string[]) => ["'self'", ...sources].join(' ');
  const policy = [
    "default-src 'none'",
    `script-src ${self(scripts)}`,
    `style-src ${self(styles)}`,
    `img-src ${self(images)}`,
    `font-src ${self(fonts)}`,
    `connect-src ${self(connects)}`,
    ...(media ? [`media-src ${self(media)}`] : []),
    ...(workers ? [`worker-src ${self(workers)}`] : []),
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    ...(trustedTypes === false
      ? []
      : ["require-trusted-types-for 'script'", `trusted-types ${trustedTypes.join(' ') || "'none'"}`]),
  ];
  const permissions = features.reduce(
    (text, feature) => text.replace(`${feature}=()`, `${feature}=(self)`),
    noFeatures,
  );
  return { 'content-security-policy': policy.join('; '), 'permissions-policy': permissions };
}

/** Sources that allow exactly the inline scripts, or styles, of a page. */
export function inlineHashes(html: string, element: 'script' | 'style'): string[] {
  const inline = new RegExp(`<${element}(?![^>]*\\ssrc=)[^>]*>([\\s\\S]*?)</${element}>`, 'g');
  return [...html.matchAll(inline)].map(
    ([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`,
  );
}
