import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ServerOptions, WebSocketServer } from 'ws';
import type { Principal } from './contracts.ts';
import type { Hub } from './hub.ts';

export interface UpgradeOptions {
  /** Default `/v1/live`. */
  path?: string;
  /**
   * Browser origins that may connect. Requests without an Origin (not from a browser) pass; a browser on
   * the host that it connects to passes too.
   */
  allowedOrigins: readonly string[];
  /** The client's address behind trusted proxies. */
  remoteAddress?(request: IncomingMessage): string;
}

const AUTHENTICATE_TIMEOUT_MS = 10_000;

/** Serves the hub's socket on an HTTP server; answers how to detach it. */
export function attachUpgrade<P extends Principal>(
  server: Server,
  hub: Hub<P>,
  options: UpgradeOptions,
): () => void {
  const path = options.path ?? '/v1/live';
  // `closeTimeout` is documented by the library but not yet in its types.
  const serverOptions: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: hub.limits.messageBytes,
    maxFragments: 256,
    maxBufferedChunks: 4096,
    closeTimeout: 2_000,
  };
  const sockets = new WebSocketServer(serverOptions);
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = parseUrl(request.url);
    if (url?.pathname !== path) return;
    const destroy = (): void => {
      socket.destroy();
    };
    socket.on('error', destroy);
    if (!originAllowed(request, options.allowedOrigins)) {
      refuse(socket, 403, 'Forbidden');
      return;
    }
    if (hub.draining) {
      refuse(socket, 503, 'Service Unavailable');
      return;
    }
    const handshake = {
      ticket: url.searchParams.get('ticket'),
      headers: request.headers,
      remoteAddress: options.remoteAddress?.(request) ?? request.socket.remoteAddress ?? '',
    };
    const timer = setTimeout(destroy, AUTHENTICATE_TIMEOUT_MS);
    hub
      .authenticate(handshake)
      .then((principal) => {
        if (socket.destroyed) return;
        if (principal === null) {
          refuse(socket, 401, 'Unauthorized');
          return;
        }
        socket.removeListener('error', destroy);
        sockets.handleUpgrade(request, socket, head, (ws) => hub.accept(ws, socket as Socket, principal));
      })
      .catch((error: unknown) => {
        hub.ports.onError(error, 'realtime handshake');
        refuse(socket, 503, 'Service Unavailable');
      })
      .finally(() => clearTimeout(timer));
  };
  server.on('upgrade', onUpgrade);
  return () => {
    server.off('upgrade', onUpgrade);
    sockets.close();
  };
}

function originAllowed(request: IncomingMessage, allowed: readonly string[]): boolean {
  const origin = request.headers.origin;
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  try {
    return new URL(origin).host === request.headers.host;
  } catch {
    return false;
  }
}

function parseUrl(target: string | undefined): URL | null {
  try {
    return new URL(target ?? '/', 'http://local');
  } catch {
    return null;
  }
}

function refuse(socket: Duplex, status: number, reason: string): void {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
