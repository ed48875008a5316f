import { startTestServer, type TestServer, type TestSubject } from '../../../roles/testing.ts';

export interface Answer {
  status: number;
  // Answers have many shapes; the assertions check them.
  body: any;
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
  server: TestServer;
  url: string;
  liveUrl: string;
  sql: TestServer['database']['sql'];
  request(method: string, path: string, token: string | undefined, body?: unknown): Promise<Answer>;
  as(role: string, subject?: TestSubject): Promise<Caller>;
  stop(): Promise<void>;
}

/** The API and the live socket on a database of their own. */
export async function startCaravan(settings: Record<string, string> = {}): Promise<RunningCaravan> {
  const server = await startTestServer({
    roles: ['api', 'realtime'],
    settings: { CARAVAN_LIVE_TICK_MILLIS: '50', ...settings },
  });
  const request: RunningCaravan['request'] = async (method, path, token, body) => {
    const { status, json, text } = await server.request(method, path, {
      ...(token !== undefined && { token }),
      ...(body !== undefined && { body }),
    });
    return { status, body: json ?? text };
  };
  return {
    server,
    url: server.address,
    liveUrl: `${server.address.replace('http', 'ws')}/v1/live`,
    sql: server.database.sql,
    request,
    async as(role, subject = {}) {
      const token = await server.tokenFor(role, subject);
      return {
        token,
        get: (path) => request('GET', path, token),
        post: (path, body) => request('POST', path, token, body ?? {}),
        put: (path, body) => request('PUT', path, token, body ?? {}),
        delete: (path) => request('DELETE', path, token),
        ticket: async () => (await request('POST', '/v1/live/tickets', token, {})).body.ticket,
      };
    },
    stop: () => server.stop(),
  };
}
