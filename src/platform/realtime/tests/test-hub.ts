import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { type FrameVisitor, readFrame } from '../../../../client/src/live/frames.ts';
import {
  attachUpgrade,
  type Channel,
  EVERYTHING,
  Hub,
  type HubOptions,
  MemoryEvents,
  type Principal,
} from '../api.ts';
import type { HubPorts } from '../contracts.ts';

/** `may` holds topics, or `map`, or `all`. */
export interface TestPrincipal extends Principal {
  readonly may: ReadonlySet<string>;
}

export interface TestHub {
  hub: Hub<TestPrincipal>;
  server: Server;
  port: number;
  url: string;
  events: MemoryEvents;
  rights: Map<string, Set<string>>;
  errors: unknown[];
  stop(): Promise<void>;
}

/** A hub on a real HTTP server. A ticket is the principal's name; `rights` says what it may see. */
export async function startTestHub(
  options: Partial<HubOptions> = {},
  ports: Partial<HubPorts<TestPrincipal>> = {},
): Promise<TestHub> {
  const events = new MemoryEvents(200);
  const rights = new Map<string, Set<string>>();
  const errors: unknown[] = [];
  const principalOf = (id: string) => {
    const may = rights.get(id);
    return may === undefined ? ({ refused: 'forbidden' } as const) : { id, may: new Set(may) };
  };
  const channel = (name: string): Channel<TestPrincipal> => ({
    name,
    async authorize(principal, id) {
      const topic = id === '' ? name : `${name}:${id}`;
      if (!principal.may.has(topic) && !principal.may.has('all')) return { refused: 'forbidden' };
      return name === 'vehicle' ? { watch: [id] } : {};
    },
    ...(name === 'order' ? { snapshot: async (_: TestPrincipal, id: string) => ({ order: id }) } : {}),
  });
  const hub = new Hub<TestPrincipal>(
    {
      authenticate: async ({ ticket }) => principalOf(ticket ?? ''),
      refresh: async (principal) => principalOf(principal.id),
      authorizeViewport: async (principal) => {
        if (principal.may.has('all') || principal.may.has('map')) return EVERYTHING;
        const own = new Set(
          [...principal.may].filter((one) => one.startsWith('vehicle:')).map((one) => one.slice(8)),
        );
        return own.size === 0
          ? { refused: 'forbidden' }
          : { key: principal.id, visible: (id: string) => own.has(id) };
      },
      channels: ['order', 'vehicle', 'feed'].map(channel),
      receivers: new Map(),
      binaryReceivers: new Map(),
      events,
      now: Date.now,
      onError: (error) => errors.push(error),
      ...ports,
    },
    { node: 'test', tickMillis: 20, ...options },
  );
  const server = createServer();
  attachUpgrade(server, hub, { allowedOrigins: ['https://app.example'] });
  await hub.start();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    hub,
    server,
    port,
    url: `ws://127.0.0.1:${port}/v1/live`,
    events,
    rights,
    errors,
    async stop() {
      await hub.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Json = Record<string, unknown> & { type: string };

/** A client that keeps what it got, and waits for what it should get. */
export class TestClient {
  readonly ws: WebSocket;
  readonly messages: Json[] = [];
  readonly frames: Uint8Array[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly #waiting = new Set<() => void>();

  constructor(url: string, headers: Record<string, string> = {}) {
    this.ws = new WebSocket(url, { headers });
    this.ws.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.frames.push(data);
      else this.messages.push(JSON.parse(data.toString()) as Json);
      this.#check();
    });
    this.ws.on('error', () => this.#check());
    this.ws.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#check();
    });
  }

  #check(): void {
    for (const check of [...this.#waiting]) check();
  }

  /** Resolves with the first truthy answer; asked again after everything that arrives. */
  async until<T>(ask: () => T | undefined | null | false, what: string, timeoutMillis = 5_000): Promise<T> {
    const now = ask();
    if (now) return now;
    return await new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(`${what} did not happen; got ${JSON.stringify(this.messages)}, ${this.closed?.code}`),
        );
      }, timeoutMillis);
      const check = () => {
        const answer = ask();
        if (!answer) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(answer);
      };
      this.#waiting.add(check);
    });
  }

  message(type: string, matches: (message: Json) => boolean = () => true): Promise<Json> {
    return this.until(
      () => this.messages.find((one) => one.type === type && matches(one)),
      `message ${type}`,
    );
  }

  close(): Promise<{ code: number; reason: string }> {
    return this.until(() => this.closed, 'close');
  }

  send(message: object): void {
    this.ws.send(JSON.stringify(message));
  }
}

export async function connect(test: TestHub, ticket: string): Promise<TestClient> {
  const client = new TestClient(`${test.url}?ticket=${ticket}`);
  await client.message('hello');
  return client;
}

export interface Sighting {
  id: string;
  lat: number;
  lng: number;
}

/** The things that one frame names or moves, by handle. */
export function decode(
  bytes: Uint8Array,
  names: Map<number, string>,
): { seen: Sighting[]; complete: boolean } {
  const seen: Sighting[] = [];
  let complete = false;
  const visitor: FrameVisitor = {
    frame: (_, isComplete) => {
      complete = isComplete;
    },
    tile: () => {},
    left: () => {},
    named: (handle, _, id) => names.set(handle, id),
    moved: (handle, lat, lng) => seen.push({ id: names.get(handle) ?? '?', lat, lng }),
  };
  readFrame(bytes, visitor);
  return { seen, complete };
}
