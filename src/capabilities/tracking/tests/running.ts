import { randomUUID } from 'node:crypto';
import { configSections } from '../../../roles/catalogue.ts';
import { addressOf, startInstance } from '../../../roles/instance.ts';
import { loadConfig } from '../../../platform/config/config.ts';
import { migrateJobs } from '../../../platform/jobs/worker.ts';
import { createTestDatabase, type TestDatabase } from '../../../platform/testing/postgres.ts';
import { silentLog } from '../../../platform/telemetry/log.ts';

export interface Answer {
  status: number;
  // Answers have many shapes; the assertions check them.
  body: any;
  headers: Headers;
}

export interface Caller {
  token: string;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  ticket(): Promise<string>;
}

export interface RunningCaravan {
  url: string;
  liveUrl: string;
  sql: TestDatabase['sql'];
  instance: Awaited<ReturnType<typeof startInstance>>;
  request(method: string, path: string, token: string | undefined, body?: unknown): Promise<Answer>;
  as(role: string, subject?: { partyId?: string; companyIds?: string[]; userId?: string }): Promise<Caller>;
  stop(): Promise<void>;
}

/** The API and the live socket on a database of their own. */
export async function startCaravan(settings: Record<string, string> = {}): Promise<RunningCaravan> {
  const database = await createTestDatabase();
  await migrateJobs(database.url);
  const config = loadConfig(configSections, {
    CARAVAN_PORT: '0',
    CARAVAN_LIVE_TICK_MILLIS: '50',
    ...settings,
  });
  const instance = await startInstance({
    config,
    database: { target: database.url, url: database.url },
    roles: ['api', 'realtime'],
    log: silentLog(),
  });
  const url = addressOf(instance);
  const request: RunningCaravan['request'] = async (method, path, token, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
  };
  return {
    url,
    liveUrl: `${url.replace('http', 'ws')}/v1/live`,
    sql: database.sql,
    instance,
    request,
    async as(role, subject = {}) {
      const token = await instance.tokens.issue(
        {
          userId: subject.userId ?? randomUUID(),
          partyId: subject.partyId ?? null,
          companyIds: subject.companyIds ?? [],
          regionIds: [],
          roles: [role],
        },
        600,
      );
      return {
        token,
        get: (path) => request('GET', path, token),
        post: (path, body) => request('POST', path, token, body ?? {}),
        put: (path, body) => request('PUT', path, token, body ?? {}),
        delete: (path) => request('DELETE', path, token),
        ticket: async () => (await request('POST', '/v1/live/tickets', token, {})).body.ticket,
      };
    },
    async stop() {
      await instance.stop();
      await database.drop();
    },
  };
}
