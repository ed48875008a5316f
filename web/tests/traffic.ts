import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright-core';

/** Every request of a window, told apart by what it may be; what is none of it is a stranger. */
export interface Traffic {
  /** One line each, and how many requests there were; both begin anew. */
  take(): Promise<{ strangers: string[]; requests: number }>;
}

interface Asked {
  method: string;
  url: URL;
  isPage: boolean;
}

interface Parameter {
  in: string;
  name: string;
}
type Operations = Record<string, { parameters?: Parameter[] }>;
interface Document {
  paths: Record<string, Operations & { parameters?: Parameter[] }>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Names below `/app/` that a page may ask for: of the web app's build, and of every other that a test brings. */
const assets = new Set(['driver']);
export const knowBuild = (folder: string): void => {
  const { files, before } = JSON.parse(readFileSync(`${folder}/built.json`, 'utf8')) as Record<
    string,
    string[]
  >;
  for (const name of [...(files ?? []), ...(before ?? [])]) assets.add(name);
};
const documents = new Map<string, Promise<Document>>();
/** Pages as README and the reference name them; the web app is one page at all its addresses. */
const pages = [/^\/$/, /^\/app(\/[\w/-]*)?$/, /^\/track\/[\w-]+$/, /^\/docs$/];
/** Sources that the two pages without a build are made of. */
const sources = /^\/(web\/(first-screen|tracking|design)|client\/src)\/[\w/-]+\.(ts|css|svg)$/;

/** Listens from the first request of a context on, workers and sockets included. */
export function watchTraffic(context: BrowserContext): Traffic {
  const asked: Asked[] = [];
  let home: string | undefined;
  const note = (method: string, address: string, isPage = false) => {
    const url = new URL(address);
    if (url.protocol === 'data:' || url.protocol === 'blob:' || url.protocol === 'about:') return;
    const origin = url.origin.replace(/^ws/, 'http');
    home ??= origin;
    // Asked for at once: the server may be gone when it is needed.
    if (origin === home && !documents.has(home)) documents.set(home, readDocument(home));
    asked.push({ method, url, isPage });
  };
  context.on('request', (request) => note(request.method(), request.url(), request.isNavigationRequest()));
  context.on('page', (page) => page.on('websocket', (socket) => note('SOCKET', socket.url())));
  return {
    async take() {
      const taken = asked.splice(0);
      const document = home && (await documents.get(home));
      knowBuild(`${root}web/dist`);
      if (!document) return { strangers: taken.map(say), requests: taken.length };
      const strangers = taken.filter((one) => !isKnown(one, home as string, document)).map(say);
      return { strangers: [...new Set(strangers)], requests: taken.length };
    },
  };
}

const say = ({ method, url }: Asked): string => `${method} ${url.href}`;

async function readDocument(origin: string): Promise<Document> {
  const answer = await fetch(`${origin}/openapi.json`).catch(() => undefined);
  if (answer?.ok) return (await answer.json()) as Document;
  documents.delete(origin);
  return { paths: {} };
}

function isKnown({ method, url, isPage }: Asked, home: string, document: Document): boolean {
  if (url.origin.replace(/^ws/, 'http') !== home) return false;
  if (method === 'SOCKET')
    return url.pathname === '/v1/live' && [...url.searchParams.keys()].join() === 'ticket';
  if (isOperation(method, url, document)) return true;
  if (method !== 'GET') return false;
  if (isPage) return pages.some((pattern) => pattern.test(url.pathname));
  if (url.pathname.startsWith('/app/')) return assets.has(url.pathname.slice('/app/'.length));
  return sources.test(url.pathname) && existsSync(`${root}${url.pathname}`);
}

function isOperation(method: string, url: URL, { paths }: Document): boolean {
  return Object.entries(paths).some(([template, operations]) => {
    const operation = operations[method.toLowerCase()];
    if (!operation || !patternOf(template).test(url.pathname)) return false;
    const known = [...(operation.parameters ?? []), ...(operations.parameters ?? [])];
    const names = new Set(known.filter((one) => one.in === 'query').map(({ name }) => name));
    return [...url.searchParams.keys()].every((name) => names.has(name));
  });
}

const patterns = new Map<string, RegExp>();
function patternOf(template: string): RegExp {
  let pattern = patterns.get(template);
  if (!pattern) {
    const text = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+');
    pattern = new RegExp(`^${text}$`);
    patterns.set(template, pattern);
  }
  return pattern;
}
