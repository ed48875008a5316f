import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { migrateJobs } from '../../jobs/worker.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { widgetContext, widgetServer, widgetSets } from '../../testing/widgets/module.ts';

export interface PlatformServer {
  app: FastifyInstance;
  address: string;
  ctx: Context;
  database: TestDatabase;
  call(method: string, path: string, options?: CallOptions): Promise<PlatformAnswer>;
  /** Bytes as they are, and what comes back until the server closes. */
  raw(text: string | Buffer): Promise<string>;
  stop(): Promise<void>;
}

export interface CallOptions {
  as?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface PlatformAnswer {
  status: number;
  headers: Headers;
  text: string;
  json: any;
}

/** The platform alone on a port, with widgets instead of a product. */
export async function startPlatformServer(settings: Record<string, string> = {}): Promise<PlatformServer> {
  const database = await createTestDatabase({ sets: widgetSets, poolSize: 10 });
  await migrateJobs(database.url);
  const ctx = widgetContext({ db: database.database, settings });
  const app = await widgetServer(ctx);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    app,
    address,
    ctx,
    database,
    async call(method, path, { as = 'alice', body, headers = {} } = {}) {
      const raw = body === undefined || typeof body === 'string';
      const response = await fetch(`${address}${path}`, {
        method,
        headers: {
          ...(as && { authorization: `Bearer ${as}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
      });
      const text = await response.text();
      const json =
        response.headers.get('content-type')?.includes('json') && text ? JSON.parse(text) : undefined;
      return { status: response.status, headers: response.headers, text, json };
    },
    raw: (text) =>
      new Promise((resolve) => {
        const socket = connect(Number(new URL(address).port), '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
        socket.on('error', () => resolve(answer));
        socket.on('close', () => resolve(answer));
      }),
    async stop() {
      await app.close();
      await database.drop();
    },
  };
}
