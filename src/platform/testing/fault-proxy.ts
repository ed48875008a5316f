import { createServer, connect, type Socket } from 'node:net';

/** A TCP proxy on 127.0.0.1 that breaks links on command. */
export interface FaultProxy {
  /** The address of the service, by way of the proxy. */
  url: string;
  /** Connections that are open now. */
  open(): number;
  /** Nothing passes any more in either direction and nobody is told: a pulled cable. New connections hang too. */
  freeze(): void;
  /** Freezes only the connections that are open now, as a firewall that forgot them; new ones work. */
  freezeOpen(): void;
  /** What was frozen stays dead; new connections pass again. */
  thaw(): void;
  /** Resets all open connections. */
  cut(): void;
  close(): Promise<void>;
}

interface Pair {
  client: Socket;
  server: Socket;
}

/** @param target a URL with host and port, or a Unix socket as `?host=/folder&port=N` */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const address = new URL(target);
  const folder = address.searchParams.get('host');
  const pairs = new Set<Pair>();
  let frozen = false;

  const server = createServer({ pauseOnConnect: true }, (client) => {
    const upstream = folder
      ? connect(`${folder}/.s.PGSQL.${address.searchParams.get('port') ?? 5432}`)
      : connect(Number(address.port || 5432), address.hostname);
    const pair = { client, server: upstream };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    if (frozen) return;
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  url.searchParams.delete('host');
  url.searchParams.delete('port');

  const freezeOpen = () => {
    for (const { client, server: upstream } of pairs) {
      client.unpipe(upstream).pause();
      upstream.unpipe(client).pause();
    }
  };
  return {
    url: url.href,
    open: () => pairs.size,
    freezeOpen,
    freeze() {
      frozen = true;
      freezeOpen();
    },
    thaw() {
      frozen = false;
    },
    cut() {
      for (const { client, server: upstream } of pairs) {
        client.resetAndDestroy();
        upstream.destroy();
      }
    },
    async close() {
      for (const { client, server: upstream } of pairs) {
        client.destroy();
        upstream.destroy();
      }
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
