import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, type KoaContextWithOIDC } from 'oidc-provider';

export interface Somebody {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
}

/** The npm package `oidc-provider` on a port of its own, which logs in whoever the test says without asking. */
export interface IndependentProvider {
  issuer: string;
  /** Who sits at the browser. */
  somebody: Somebody;
  stop(): Promise<void>;
}

export const clientSecret = 'a secret of at least 32 characters, for tests';

export async function startIndependentProvider(redirectUri: string): Promise<IndependentProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running: IndependentProvider = {
    issuer,
    somebody: { sub: 'nobody' },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const people = new Map<string, Somebody>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'caravan-test',
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: KoaContextWithOIDC, { uid }) => `/interaction/${uid}` },
    findAccount: (_context: KoaContextWithOIDC, sub: string) => ({
      accountId: sub,
      claims: async () => ({ ...people.get(sub), sub }),
    }),
    async loadExistingGrant(context: KoaContextWithOIDC) {
      const { client, session } = context.oidc;
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const logIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    people.set(running.somebody.sub, running.somebody);
    const login = { accountId: running.somebody.sub };
    await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  };
  server.on('request', (request, response) => {
    const answered = request.url?.startsWith('/interaction/')
      ? logIn(request, response)
      : answer(request, response);
    answered.catch(() => response.destroy());
  });
  return running;
}

/** What a browser does: keeps cookies by host, and goes where it is sent. */
export function openBrowser() {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: URL) => {
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    return jar;
  };
  async function get(url: string, headers: Record<string, string> = {}): Promise<Response> {
    const jar = jarOf(new URL(url));
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { ...headers, ...(cookie && { cookie }) },
    });
    keep(url, response);
    return response;
  }
  function keep(url: string, { headers }: { headers: Headers }): void {
    const jar = jarOf(new URL(url));
    for (const line of headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/expires=Thu, 01 Jan 1970|Max-Age=0/i.test(line)) jar.delete(name!);
      else jar.set(name!, value!);
    }
  }
  /** From the provider's door back to an address that `isBack`; gives that address without going there. */
  async function visit(url: string, isBack: (url: string) => boolean): Promise<string> {
    for (let hops = 0; hops < 12; hops++) {
      if (isBack(url)) return url;
      const response = await get(url);
      const location = response.headers.get('location');
      if (location === null) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
      url = new URL(location, url).href;
    }
    throw new Error(`Still not back after 12 hops: ${url}`);
  }
  return { get, keep, visit, cookieOf: (url: string, name: string) => jarOf(new URL(url)).get(name) };
}
