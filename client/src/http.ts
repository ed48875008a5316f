import { ApiError, problemOf, type Problem } from './problem.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type QueryValue = string | number | boolean | readonly string[] | undefined;

export interface HttpClientOptions {
  /** `http://localhost:3000`, without a path. */
  baseUrl: string;
  /** Asked for before each request; `refused` is true after the last one was not taken. None: as a guest. */
  token?(refused: boolean): string | Promise<string>;
  /** How often a request is sent before it fails for good. Default 5; Infinity waits for the server. */
  tries?: number;
  /** Longest wait for one answer. Default 30 s. */
  timeoutMillis?: number;
  /** Ends waiting and retrying at once. */
  signal?: AbortSignal;
  random?(): number;
  fetch?: typeof fetch;
  onRetry?(reason: string): void;
}

export interface RequestOptions {
  query?: Readonly<Record<string, QueryValue>>;
  /** An object is sent as JSON, bytes and text as they are. */
  body?: unknown;
  contentType?: string;
  headers?: Readonly<Record<string, string>>;
  /** Default for writes: a new one. It stays the same over all tries, so that the write happens once. */
  idempotencyKey?: string;
  /** If-Match: the version that was read before. */
  ifVersion?: number;
}

export interface ApiAnswer<T> {
  body: T;
  status: number;
  headers: Headers;
}

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

const FIRST_WAIT_MILLIS = 200;
const LONGEST_WAIT_MILLIS = 10_000;

/**
 * Calls the API over fetch, in Node and in browsers. What may be sent again is sent again: a request that got no
 * answer, 429, 502, 503, 504, and 409 while the first try is still being worked on.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #random: () => number;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  /** The same server as somebody else. */
  as(token: HttpClientOptions['token']): HttpClient {
    const { token: _mine, ...options } = this.#options;
    return new HttpClient(token ? { ...options, token } : options);
  }

  async get<T>(path: string, query?: RequestOptions['query']): Promise<T> {
    return (await this.request<T>('GET', path, query ? { query } : {})).body;
  }

  async post<T>(path: string, body?: unknown, options: RequestOptions = {}): Promise<T> {
    return (await this.request<T>('POST', path, { ...options, body: body ?? {} })).body;
  }

  async patch<T>(path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
    return (await this.request<T>('PATCH', path, { ...options, body })).body;
  }

  /** Every item of a list, page after page. */
  async *list<T>(path: string, query: RequestOptions['query'] = {}): AsyncGenerator<T> {
    let cursor: string | undefined;
    do {
      const page: Page<T> = await this.get(path, { ...query, ...(cursor && { cursor }) });
      yield* page.items;
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
  }

  /**
   * @throws ApiError when the server refused; NetworkError (a TypeError of fetch, or a timeout) when it never answered
   */
  async request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<ApiAnswer<T>> {
    const { tries = 5, signal, onRetry } = this.#options;
    const key = method === 'GET' ? undefined : (options.idempotencyKey ?? newKey());
    let refused = false;
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      let reason: unknown;
      let waitMillis = this.#waitMillis(attempt);
      try {
        const response = await this.#send(method, path, options, key, refused);
        if (response.ok)
          return { body: await read<T>(response), status: response.status, headers: response.headers };
        const error = new ApiError(await problem(response));
        if (error.status === 401 && this.#options.token && !refused) refused = true;
        else if (!mayRetry(error)) throw error;
        waitMillis = Math.max(
          refused ? 0 : waitMillis,
          Number(response.headers.get('retry-after') ?? 0) * 1000,
        );
        reason = error;
      } catch (error) {
        if (signal?.aborted || (error instanceof ApiError && error !== reason)) throw error;
        reason = error;
      }
      if (attempt >= tries) throw reason;
      onRetry?.(reason instanceof Error ? reason.message : String(reason));
      await pause(waitMillis, signal);
    }
  }

  async #send(
    method: Method,
    path: string,
    { query, body, contentType, headers, ifVersion }: RequestOptions,
    key: string | undefined,
    refused: boolean,
  ): Promise<Response> {
    const { baseUrl, token, timeoutMillis = 30_000, signal, fetch: call = fetch } = this.#options;
    const url = new URL(path, baseUrl);
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const timeout = AbortSignal.timeout(timeoutMillis);
    return call(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(token && { authorization: `Bearer ${await token(refused)}` }),
        ...(key && { 'idempotency-key': key }),
        ...(ifVersion !== undefined && { 'if-match': `"v${ifVersion}"` }),
        ...(body !== undefined && { 'content-type': contentType ?? 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: raw ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body),
      }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  }

  /** Full jitter: clients that lost the server together do not come back together. */
  #waitMillis(attempt: number): number {
    const ceiling = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** Math.min(attempt - 1, 10));
    return Math.round(50 + this.#random() * ceiling);
  }
}

/** For writes that are sent again by hand. Browsers have no randomUUID on addresses without TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

function mayRetry({ status, code }: ApiError): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504 || code === 'request_in_flight';
}

async function read<T>(response: Response): Promise<T> {
  const type = response.headers.get('content-type') ?? '';
  if (response.status === 204) return undefined as T;
  return (type.includes('json') ? await response.json() : await response.text()) as T;
}

async function problem(response: Response): Promise<Problem> {
  const text = await response.text();
  return problemOf(response.status, response.headers.get('content-type') ?? '', text);
}

function pause(millis: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, millis);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
