import { Backoff } from './backoff.ts';
import type { DevicePosition } from './position-queue.ts';
import { World, type WorldChange } from './world.ts';

export type LiveState = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';

export interface LiveEvent {
  topic: string;
  /** Grows within a topic. */
  cursor: string;
  name: string;
  /** ISO 8601, server time. */
  time: string;
  data: unknown;
}

export interface PositionsAnswer {
  accepted: number;
  duplicates: number;
  setAside: { index: number; reason: string }[];
}

export interface LiveClientOptions {
  /** `wss://host/v1/live`; of several, the next one is tried when one does not answer. */
  url: string | readonly string[];
  /** A fresh short-lived ticket; asked for before every connection. */
  ticket(): Promise<string>;
  onState?(state: LiveState, reason: string): void;
  onPositions?(change: WorldChange): void;
  /** What a topic is when the subscription begins, and again after `resync`. */
  onSnapshot?(topic: string, data: unknown): void;
  onEvent?(event: LiveEvent): void;
  /** A subscription was refused, or taken away later. */
  onRefused?(topic: string, code: string): void;
  onError?(error: unknown): void;
  /** Without anything heard for so long the connection is taken for dead. Default 20 s. */
  silenceMillis?: number;
  random?(): number;
}

interface Topic {
  cursor: string | null;
}

interface Waiting {
  resolve(answer: PositionsAnswer): void;
  reject(error: Error): void;
}

type Message = Record<string, unknown> & { type: string };

/**
 * One connection to `/v1/live` that mends itself: it reconnects with jitter, asks for its topics from where
 * it was, shows its viewport again, and keeps `world` as the server sees it. For browsers and Node.
 */
export class LiveClient {
  readonly world = new World();
  readonly #options: LiveClientOptions;
  readonly #backoff: Backoff;
  readonly #topics = new Map<string, Topic>();
  readonly #waiting = new Map<number, Waiting>();
  #viewport: readonly [number, number, number, number] | null = null;
  #socket: WebSocket | null = null;
  #state: LiveState = 'idle';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #heardAt = 0;
  #nextId = 1;
  #attempt = 0;
  #failures = 0;

  constructor(options: LiveClientOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.random ?? Math.random);
  }

  get state(): LiveState {
    return this.#state;
  }

  connect(): void {
    if (this.#state === 'connecting' || this.#state === 'open') return;
    clearTimeout(this.#timer);
    this.#open().catch((error: unknown) => {
      this.#options.onError?.(error);
      this.#retry('no ticket');
    });
  }

  close(): void {
    this.#attempt++;
    clearTimeout(this.#timer);
    this.#detach(1000);
    this.#setState('closed', 'closed by the application');
  }

  subscribe(...topics: string[]): void {
    const fresh = topics.filter((topic) => !this.#topics.has(topic));
    for (const topic of fresh) this.#topics.set(topic, { cursor: null });
    if (fresh.length > 0) this.#send({ type: 'subscribe', topics: fresh });
  }

  unsubscribe(...topics: string[]): void {
    for (const topic of topics) this.#topics.delete(topic);
    this.#send({ type: 'unsubscribe', topics });
  }

  /** [west, south, east, north] in degrees, or null for no map. */
  setViewport(bounds: readonly [number, number, number, number] | null): void {
    this.#viewport = bounds;
    this.#send({ type: 'viewport', bounds });
  }

  /** Resolves when the server has stored them; rejects when that is not known, and they are to be sent again. */
  sendPositions(positions: readonly DevicePosition[]): Promise<PositionsAnswer> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      if (!this.#send({ type: 'positions', id, positions })) {
        reject(new Error('not connected'));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
    });
  }

  async #open(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#setState('connecting', '');
    const urls = [this.#options.url].flat();
    const url = new URL(urls[this.#failures % urls.length] as string);
    url.searchParams.set('ticket', await this.#options.ticket());
    if (attempt !== this.#attempt) return;
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#heardAt = Date.now();
    this.#watchdog = setInterval(() => this.#watch(socket), 5_000);
    socket.onmessage = (event: MessageEvent) => {
      if (socket === this.#socket) this.#receive(event.data as string | ArrayBuffer);
    };
    socket.onclose = (event: CloseEvent) => this.#closed(socket, `${event.code} ${event.reason}`, event.code);
  }

  #closed(socket: WebSocket, reason: string, code: number): void {
    if (socket !== this.#socket) return;
    this.#detach(code);
    this.#retry(reason);
  }

  #detach(code: number): void {
    clearInterval(this.#watchdog);
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null && socket.readyState <= 1) socket.close(code === 1000 ? 1000 : undefined);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(new Error('the connection was lost before the answer'));
  }

  #retry(reason: string): void {
    if (this.#state === 'closed') return;
    this.#failures++;
    this.#setState('waiting', reason);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.connect(), this.#backoff.nextMillis());
  }

  /** A dead network gives no sign: ask when it has been quiet, and give up when nothing answers. */
  #watch(socket: WebSocket): void {
    const silence = this.#options.silenceMillis ?? 20_000;
    const quietMs = Date.now() - this.#heardAt;
    if (quietMs > silence) this.#closed(socket, 'silent', 4010);
    else if (quietMs > silence / 2) this.#send({ type: 'ping' });
  }

  #send(message: object): boolean {
    if (this.#socket === null || this.#state !== 'open') return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #setState(state: LiveState, reason: string): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.(state, reason);
  }

  #receive(data: string | ArrayBuffer): void {
    this.#heardAt = Date.now();
    if (typeof data === 'string') {
      this.#control(JSON.parse(data) as Message);
      return;
    }
    const change = this.world.apply(new Uint8Array(data));
    if (change.changed.length > 0 || change.gone.length > 0) this.#options.onPositions?.(change);
  }

  #control(message: Message): void {
    switch (message.type) {
      case 'hello':
        this.#begin();
        break;
      case 'event':
        this.#event(message as unknown as LiveEvent);
        break;
      case 'snapshot':
        this.#options.onSnapshot?.(String(message['topic']), message['data']);
        break;
      case 'subscribed':
        this.#subscribed(message);
        break;
      case 'revoked':
        if (typeof message['topic'] === 'string') this.#topics.delete(message['topic']);
        this.#options.onRefused?.(String(message['topic'] ?? 'viewport'), String(message['code']));
        break;
      case 'resync':
        this.#send({ type: 'subscribe', topics: [message['topic']] });
        break;
      case 'accepted':
        this.#answer(message['id'] as number)?.resolve(message as unknown as PositionsAnswer);
        break;
      case 'error':
        this.#answer(message['id'] as number)?.reject(new Error(`${message['code']}: ${message['message']}`));
        break;
      default:
        break;
    }
  }

  #answer(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** The server is there: show it what this client watches, each topic from where it was. */
  #begin(): void {
    this.#setState('open', '');
    this.#backoff.reset();
    // Handles belong to one connection; the first frame of this one is complete.
    const change = this.world.clear();
    if (change.gone.length > 0) this.#options.onPositions?.(change);
    if (this.#viewport !== null) this.#send({ type: 'viewport', bounds: this.#viewport });
    const groups = new Map<string | null, string[]>();
    for (const [topic, { cursor }] of this.#topics) {
      const group = groups.get(cursor);
      if (group === undefined) groups.set(cursor, [topic]);
      else group.push(topic);
    }
    // Few distinct cursors are the rule; with many, the oldest serves all and repeats are skipped below.
    if (groups.size > 8) {
      const resumed = [...groups].filter(([cursor]) => cursor !== null);
      const oldest = resumed.map(([cursor]) => cursor as string).reduce((a, b) => (isAfter(a, b) ? b : a));
      for (const [cursor] of resumed) groups.delete(cursor);
      groups.set(
        oldest,
        resumed.flatMap(([, topics]) => topics),
      );
    }
    for (const [cursor, topics] of groups) {
      this.#send(cursor === null ? { type: 'subscribe', topics } : { type: 'subscribe', topics, cursor });
    }
  }

  #subscribed(message: Message): void {
    for (const { topic, cursor } of message['topics'] as { topic: string; cursor: string }[]) {
      const known = this.#topics.get(topic);
      if (known !== undefined && known.cursor === null) known.cursor = cursor;
    }
    for (const { topic, code } of message['refused'] as { topic: string; code: string }[]) {
      this.#topics.delete(topic);
      this.#options.onRefused?.(topic, code);
    }
  }

  #event(event: LiveEvent): void {
    const topic = this.#topics.get(event.topic);
    if (topic === undefined) return;
    if (topic.cursor !== null && !isAfter(event.cursor, topic.cursor)) return;
    topic.cursor = event.cursor;
    this.#options.onEvent?.(event);
  }
}

/** Cursors are numbers joined by dots; the first that differs decides. */
function isAfter(a: string, b: string): boolean {
  const [left, right] = [a.split('.'), b.split('.')];
  for (const [index, one] of left.entries()) {
    const other = right[index] ?? '';
    if (one.length !== other.length) return one.length > other.length;
    if (one !== other) return one > other;
  }
  return false;
}
