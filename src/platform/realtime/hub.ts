import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import { Connection } from './connection.ts';
import { type HubPorts, isRefusal, type Principal } from './contracts.ts';
import { Feed } from './feed.ts';
import { Heartbeat } from './heartbeat.ts';
import { Inbox } from './inbox.ts';
import { CLOSE, type CloseReason, DEFAULT_LIMITS, type Limits, PROTOCOL_VERSION } from './protocol.ts';
import { recheckConnection } from './rights.ts';
import { countHub } from './telemetry.ts';
import { type PositionUpdate, SubjectTable } from './subjects.ts';
import { Views } from './views.ts';

export interface HubOptions {
  /** Which node this is; clients see it in `hello`. */
  node: string;
  tickMillis?: number;
  maxSubjects?: number;
  /** Things that were silent for so long leave the table. */
  forgetAfterSeconds?: number;
  limits?: Partial<Limits>;
}

export interface HubStats {
  sockets: number;
  subjects: number;
  views: number;
  topics: number;
  ticks: number;
  tickMillisTotal: number;
  frames: number;
  frameBytes: number;
  records: number;
  skipped: number;
  closedSlow: number;
}

/**
 * The sockets of one process: who is connected, what each watches, and the tick that writes to them.
 * It knows positions as dots on a grid and events as JSON; what they mean is the application's business.
 */
export class Hub<P extends Principal> {
  readonly options: Required<Pick<HubOptions, 'node' | 'tickMillis' | 'maxSubjects' | 'forgetAfterSeconds'>>;
  readonly limits: Limits;
  readonly ports: HubPorts<P>;
  readonly table: SubjectTable;
  readonly views: Views;
  readonly feed: Feed<P>;
  readonly #connections = new Set<Connection<P>>();
  readonly #byPrincipal = new Map<string, Set<Connection<P>>>();
  readonly #inbox: Inbox<P>;
  readonly #heartbeat: Heartbeat<P>;
  readonly #stats = { ticks: 0, tickMillisTotal: 0, frames: 0, frameBytes: 0, records: 0, skipped: 0 };
  #timer: NodeJS.Timeout | null = null;
  #uncount: () => void = () => undefined;
  #draining = false;

  constructor(ports: HubPorts<P>, options: HubOptions) {
    this.ports = ports;
    this.options = {
      node: options.node,
      tickMillis: options.tickMillis ?? 250,
      maxSubjects: options.maxSubjects ?? 1_000_000,
      forgetAfterSeconds: options.forgetAfterSeconds ?? 86_400,
    };
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.table = new SubjectTable({ maxSubjects: this.options.maxSubjects });
    this.views = new Views(this.table);
    this.feed = new Feed(ports.events, ports.onError);
    this.#inbox = new Inbox(this);
    this.#heartbeat = new Heartbeat(this.#connections, this.limits);
  }

  async start(): Promise<void> {
    await this.feed.start();
    this.#uncount = countHub(this);
    this.#timer = setInterval(() => this.tick(), this.options.tickMillis);
  }

  /** Tells every socket to go elsewhere and stops. */
  async stop(): Promise<void> {
    this.#draining = true;
    this.#uncount();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.feed.stop();
    for (const connection of this.#connections) connection.close(CLOSE.goingAway);
    const deadline = Date.now() + 2_000;
    while (this.#connections.size > 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    for (const connection of this.#connections) connection.ws.terminate();
  }

  get draining(): boolean {
    return this.#draining;
  }

  get socketCount(): number {
    return this.#connections.size;
  }

  stats(): HubStats {
    return {
      ...this.#stats,
      sockets: this.#connections.size,
      subjects: this.table.size,
      views: this.views.viewCount,
      topics: this.feed.topicCount,
      closedSlow: this.#heartbeat.closedSlow,
    };
  }

  /** The newest positions; watchers see them with the next tick. */
  publishPositions(updates: Iterable<PositionUpdate>): void {
    const nowMs = this.ports.now();
    for (const update of updates) this.table.apply(update, nowMs);
  }

  tick(): void {
    const started = performance.now();
    const nowMs = this.ports.now();
    const result = this.views.tick(nowMs);
    this.feed.retryBehind();
    this.#heartbeat.beat(nowMs);
    this.#stats.ticks++;
    // The outbox wakes the feed by notification; this covers one that got lost.
    if (this.#stats.ticks % 4 === 0) this.feed.wake();
    if (this.#stats.ticks % 240 === 0) this.table.forget(nowMs - this.options.forgetAfterSeconds * 1000);
    this.#stats.frames += result.frames;
    this.#stats.frameBytes += result.bytes;
    this.#stats.records += result.records;
    this.#stats.skipped += result.skipped;
    this.#stats.tickMillisTotal += performance.now() - started;
  }

  /** Why a socket of this principal cannot be taken now; null when it can. */
  refusalFor(principal: P): CloseReason | null {
    if (this.#draining) return CLOSE.goingAway;
    if (this.#connections.size >= this.limits.sockets) return CLOSE.tooManySockets;
    const own = this.#byPrincipal.get(principal.id)?.size ?? 0;
    return own >= this.limits.socketsPerPrincipal ? CLOSE.tooManySockets : null;
  }

  /** Takes over an upgraded socket. */
  accept(ws: WebSocket, socket: Socket, principal: P): void {
    const refusal = this.refusalFor(principal);
    if (refusal !== null) {
      ws.on('error', ignore);
      ws.close(refusal.code, refusal.reason);
      return;
    }
    const connection = new Connection(ws, socket, principal, this.limits, this.ports.now());
    this.#connections.add(connection);
    let own = this.#byPrincipal.get(principal.id);
    if (own === undefined) {
      own = new Set();
      this.#byPrincipal.set(principal.id, own);
    }
    own.add(connection);
    ws.on('message', (data: RawData, isBinary: boolean) =>
      this.#inbox.receive(connection, data as Buffer, isBinary),
    );
    ws.on('pong', () => {
      connection.heardAtMs = this.ports.now();
    });
    ws.on('error', ignore);
    ws.on('close', () => this.#remove(connection));
    connection.send({
      type: 'hello',
      version: PROTOCOL_VERSION,
      node: this.options.node,
      time: this.ports.now(),
      cursor: this.feed.tail,
      tickMillis: this.options.tickMillis,
      heartbeatSeconds: this.limits.heartbeatSeconds,
      limits: {
        messageBytes: this.limits.messageBytes,
        messagesPerSecond: this.limits.messagesPerSecond,
        subscriptions: this.limits.subscriptionsPerSocket,
      },
    });
  }

  #remove(connection: Connection<P>): void {
    connection.closed = true;
    this.views.remove(connection);
    this.feed.forget(connection);
    this.#connections.delete(connection);
    const own = this.#byPrincipal.get(connection.principal.id);
    own?.delete(connection);
    if (own?.size === 0) this.#byPrincipal.delete(connection.principal.id);
  }

  /**
   * Rights changed: asks again for everything that the principal's sockets watch (of everybody, without an
   * id). When the answer cannot be had the socket is closed, never left as it was.
   */
  async recheck(principalId?: string): Promise<void> {
    const connections =
      principalId === undefined ? [...this.#connections] : [...(this.#byPrincipal.get(principalId) ?? [])];
    await Promise.all(connections.map((connection) => recheckConnection(this, connection)));
  }

  /** Closes every socket of a principal, for instance when its session ends. */
  disconnect(principalId: string, reason: CloseReason = CLOSE.signedOut): void {
    for (const connection of this.#byPrincipal.get(principalId) ?? []) connection.close(reason);
  }

  /** Used by the handshake: the principal, or what stands in its way. */
  async authenticate(handshake: Parameters<HubPorts<P>['authenticate']>[0]): Promise<P | null> {
    const principal = await this.ports.authenticate(handshake);
    return isRefusal(principal) ? null : principal;
  }
}

function ignore(): void {
  // The 'close' event follows and does the work.
}
