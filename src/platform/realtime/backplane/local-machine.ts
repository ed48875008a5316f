import { unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Backplane, OnError } from './backplane.ts';

export interface LocalMachineOptions {
  /** A Unix socket; all processes of the deployment name the same. */
  path: string;
  onError: OnError;
}

const RETRY_MS = 50;
/** A process that reads this little of what it is sent gets no more until it has caught up. */
const MAX_QUEUED_BYTES = 4 * 1024 * 1024;

/**
 * Several processes on one machine without Redis. Whoever opens the socket first hands messages on to all
 * others; when it dies, another one opens it. Frames: length (32 bits), length of the channel (8), channel, payload.
 */
export function localMachineBackplane({ path, onError }: LocalMachineOptions): Backplane {
  const handlers = new Map<string, (payload: Buffer) => void>();
  const peers = new Set<Socket>();
  let server: Server | null = null;
  let uplink: Socket | null = null;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const handle = (frame: Buffer): void => {
    const nameLength = frame[4] as number;
    const channel = frame.toString('utf8', 5, 5 + nameLength);
    handlers.get(channel)?.(frame.subarray(5 + nameLength));
  };

  const handOn = (frame: Buffer, except: Socket | null): void => {
    for (const peer of peers) {
      if (peer !== except && peer.writableLength < MAX_QUEUED_BYTES) peer.write(frame);
    }
  };

  function open(): void {
    if (closed) return;
    const made = createServer((peer) => {
      peers.add(peer);
      readFrames(peer, (frame) => {
        handOn(frame, peer);
        handle(frame);
      });
      peer.on('close', () => peers.delete(peer));
    });
    made.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') join();
      else {
        onError(error, 'live socket between processes');
        again();
      }
    });
    made.listen(path, () => {
      server = made;
      made.unref();
    });
  }

  function join(): void {
    const socket = connect(path);
    socket.unref();
    socket.once('connect', () => {
      uplink = socket;
    });
    readFrames(socket, handle);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // Nobody listens: the one who did has died and left the file behind.
      if (error.code === 'ECONNREFUSED') removeFile(path);
    });
    socket.once('close', () => {
      uplink = null;
      again();
    });
  }

  function again(): void {
    if (closed) return;
    timer = setTimeout(open, RETRY_MS + Math.random() * RETRY_MS);
    timer.unref();
  }

  open();
  return {
    publish(channel, payload) {
      if (peers.size === 0 && uplink === null) return;
      const name = Buffer.from(channel);
      const frame = Buffer.allocUnsafe(5 + name.length + payload.length);
      frame.writeUInt32LE(frame.length, 0);
      frame[4] = name.length;
      name.copy(frame, 5);
      payload.copy(frame, 5 + name.length);
      handOn(frame, null);
      if (uplink !== null && uplink.writableLength < MAX_QUEUED_BYTES) uplink.write(frame);
    },
    subscribe(channel, handler) {
      handlers.set(channel, handler);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      uplink?.destroy();
      for (const peer of peers) peer.destroy();
      const open = server;
      return new Promise((resolve) => (open === null ? resolve() : open.close(() => resolve())));
    },
  };
}

function readFrames(socket: Socket, take: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const length = rest.readUInt32LE(0);
      if (rest.length < length) return;
      take(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
  socket.on('error', () => {
    // 'close' follows.
  });
}

function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Another process was faster.
  }
}
