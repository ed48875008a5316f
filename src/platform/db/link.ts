import { Socket } from 'node:net';

/** One physical connection, as the watch sees it. */
export interface Link {
  socket: Socket;
  /** The server's process for it, once it said so; unknown under TLS. */
  pid: number | undefined;
  /** When (performance.now) something was sent that nothing was heard after; undefined while nothing is awaited. */
  waitingSinceMs: number | undefined;
}

/** What postgres.js hands to its `socket` option. */
export interface DriverOptions {
  path?: string | false;
  host: string[];
  port: number[];
  ssl?: unknown;
}

const startupVersion = 196_608;
const backendKeyData = 0x4b;

/**
 * A setting that means nothing: it makes the first packet longer than the driver's buffer, so that the driver sends
 * it at once. Otherwise a connection that was lost between a statement and the moment of its sending never gets a
 * working successor: the driver waits for a timer that it has already cancelled.
 */
export const startupPadding = { 'caravan.padding': 'x'.repeat(1100) };

/** Makes sockets for the drivers, and remembers them as long as they are open. */
export function openLinks(): {
  all: ReadonlySet<Link>;
  /** For postgres.js: connecting, and cleaned of what a lost predecessor had left to send. */
  open(options: DriverOptions): Socket;
  /** For pg, which connects it by itself. */
  fresh(): Socket;
} {
  const all = new Set<Link>();
  let opened = 0;

  const watched = (): Link => {
    const link: Link = { socket: new Socket(), pid: undefined, waitingSinceMs: undefined };
    // Before the driver's own listener, which may send the next statement at once.
    link.socket.prependListener('data', (chunk: Buffer) => {
      if (link.waitingSinceMs !== undefined)
        link.waitingSinceMs = endsReady(chunk) ? undefined : performance.now();
      link.pid ??= backendPid(chunk);
    });
    link.socket.once('close', () => all.delete(link));
    all.add(link);
    return link;
  };

  return {
    all,
    fresh() {
      const link = watched();
      // Node puts `write` back to its own when a socket connects.
      link.socket.once('connect', () => noteWrites(link));
      return link.socket;
    },
    open({ path, host, port, ssl }) {
      // Under TLS the driver takes the socket's inside over and nothing can be seen of it.
      const link = ssl ? undefined : watched();
      const socket = link?.socket ?? new Socket();
      const turn = opened++ % host.length;
      if (path) socket.connect({ path });
      else socket.connect({ host: host[turn]!, port: port[turn] ?? port[0]! });
      if (link) {
        failAtClose(socket);
        noteWrites(link);
        sendOnlyStartupFirst(socket);
      }
      return socket;
    },
  };
}

/**
 * Notes that an answer is awaited. What is written in one turn of the program leaves together: the driver sends each
 * kilobyte by itself, and a system call costs more than the statement that it carries.
 */
function noteWrites(link: Link): void {
  const { socket } = link;
  const write = socket.write;
  let gathering = false;
  socket.write = ((chunk: Uint8Array, ...rest: never[]) => {
    link.waitingSinceMs ??= performance.now();
    if (!gathering) {
      gathering = true;
      socket.cork();
      process.nextTick(() => {
        gathering = false;
        socket.uncork();
      });
    }
    return write.call(socket, chunk, ...rest);
  }) as Socket['write'];
}

function sendOnlyStartupFirst(socket: Socket): void {
  const write = socket.write;
  socket.write = ((chunk: Uint8Array, ...rest: never[]) => {
    socket.write = write;
    return write.call(socket, startupOf(Buffer.from(chunk)), ...rest);
  }) as Socket['write'];
}

/**
 * The driver rejects what is open when it hears of an error, but takes the connection out of use only when it closes.
 * A statement that was given to it in between would never be answered, and each later one would get the answer of
 * its predecessor. So both are told in one breath.
 */
function failAtClose(socket: Socket): void {
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...args: unknown[]) => boolean;
  let failure: unknown;
  socket.emit = ((event: string | symbol, ...args: unknown[]) => {
    if (event === 'error') {
      failure ??= args[0];
      return true;
    }
    if (event === 'close' && failure !== undefined) emit('error', failure);
    return emit(event, ...args);
  }) as Socket['emit'];
}

/** The startup packet at the end of what the driver sends first. */
function startupOf(chunk: Buffer): Buffer {
  for (let at = 0; at + 8 <= chunk.length; at++)
    if (chunk.readInt32BE(at) === chunk.length - at && chunk.readInt32BE(at + 4) === startupVersion)
      return chunk.subarray(at);
  return chunk;
}

/** ReadyForQuery is the last word of every answer. */
function endsReady(chunk: Buffer): boolean {
  const at = chunk.length - 6;
  return at >= 0 && chunk[at] === 0x5a && chunk.readInt32BE(at + 1) === 5;
}

function backendPid(chunk: Buffer): number | undefined {
  for (let at = 0; at + 9 <= chunk.length; at += 1 + chunk.readInt32BE(at + 1)) {
    if (chunk[at] === backendKeyData) return chunk.readInt32BE(at + 5);
    if (chunk.readInt32BE(at + 1) < 4) return undefined;
  }
  return undefined;
}
