import { connect, type Socket } from 'node:net';
import { cpuUsage } from 'node:process';
import { inputOf, serve } from '../live/processes.ts';

/**
 * The load generator: keeps `connections` sockets, each with one request under way. It parses no more of an answer
 * than its length, so that most of the machine is left to what is measured.
 */
interface Input {
  port: number;
  connections: number;
}

export interface LoadQuestion {
  /** Raw requests; each connection sends them in turn. `{n}` becomes a number that is never used twice. */
  requests: string[];
  seconds: number;
  /** Requests a second over all connections, from a schedule; without it each answer triggers the next request. */
  rate?: number;
}

export interface LoadResult {
  requests: number;
  seconds: number;
  failures: number;
  /** From the intended time of sending, so that a stalled server cannot hide its queue. */
  latenciesMillis: number[];
  bytes: number;
  cpuSeconds: number;
}

const { port, connections } = inputOf<Input>();
let serial = 0;
const runId = Math.floor(Date.now() / 1000).toString(36);

class Connection {
  private socket = this.open();
  private pending: Buffer = Buffer.alloc(0);
  private resolve: ((answer: { status: number; bytes: number }) => void) | undefined;

  private open(): Socket {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => {
      console.error('The load generator lost a connection:', error.message);
      process.exit(1);
    });
    return socket;
  }

  private take(chunk: Buffer): void {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    const headEnd = this.pending.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.pending.toString('latin1', 0, headEnd);
    const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    const total = headEnd + 4 + length;
    if (this.pending.length < total) return;
    this.pending = this.pending.subarray(total);
    this.resolve?.({ status: Number(head.slice(9, 12)), bytes: total });
  }

  send(request: string): Promise<{ status: number; bytes: number }> {
    // A server closes what has been idle for long, such as while the other sides were started or measured.
    if (!this.socket.writable || this.socket.readableEnded) this.socket = this.open();
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.socket.write(
        request.includes('{n}') ? request.replaceAll('{n}', `${runId}${(serial++).toString(36)}`) : request,
      );
    });
  }
}

const sockets = Array.from({ length: connections }, () => new Connection());

async function run({ requests, seconds, rate }: LoadQuestion): Promise<LoadResult> {
  const latenciesMillis: number[] = [];
  let [failures, bytes, sent] = [0, 0, 0];
  const cpuBefore = cpuUsage();
  const started = performance.now();
  const end = started + seconds * 1000;
  const intended = (): number => (rate ? started + (sent++ / rate) * 1000 : (sent++, performance.now()));

  async function drive(connection: Connection, offset: number): Promise<void> {
    for (let index = offset; ; index++) {
      const at = intended();
      if (at >= end) return;
      const waitMillis = at - performance.now();
      if (waitMillis > 0) await new Promise((resolve) => setTimeout(resolve, waitMillis));
      const answer = await connection.send(requests[index % requests.length] as string);
      latenciesMillis.push(performance.now() - at);
      bytes += answer.bytes;
      if (answer.status >= 300) failures++;
    }
  }
  await Promise.all(sockets.map((socket, offset) => drive(socket, offset)));
  const { user, system } = cpuUsage(cpuBefore);
  return {
    requests: latenciesMillis.length,
    seconds: (performance.now() - started) / 1000,
    failures,
    latenciesMillis,
    bytes,
    cpuSeconds: (user + system) / 1e6,
  };
}

serve({}, (question) => run(question as unknown as LoadQuestion));
