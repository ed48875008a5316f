import { tmpdir } from 'node:os';
import path from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { makeSetupLink } from '../capabilities/accounts/api.ts';
import type { Context } from '../platform/context.ts';
import { loadConfig } from '../platform/config/config.ts';
import { readHistory, type StoredEvent } from '../platform/events/outbox.ts';
import { migrateJobs } from '../platform/jobs/worker.ts';
import type { Clock } from '../platform/ports/clock.ts';
import { newId } from '../platform/ports/rng.ts';
import { silentLog, type Logger } from '../platform/telemetry/log.ts';
import { testMasterKey } from '../platform/testing/master-key.ts';
import { createTestDatabase, type TestDatabase } from '../platform/testing/postgres.ts';
import { configSections } from './catalogue.ts';
import { addressOf, startInstance, type Instance } from './instance.ts';
import type { Role } from './roles-config.ts';
import { checkAnswer, noteAnsweredRequests } from './testing-contract.ts';

noteAnsweredRequests();

export interface TestServerOptions {
  /** Default: api alone; add `worker` for jobs and subscribers. */
  roles?: readonly Role[];
  clock?: Clock;
  /** Default: silent. */
  log?: Logger;
  /** Settings by environment name, such as `{ CARAVAN_DELIVERIES_OFFER_TTL: '1s' }`. */
  settings?: Record<string, string>;
}

export interface TestSubject {
  userId?: string;
  /** Default: a new party, known to nobody. */
  partyId?: string | null;
  companyIds?: readonly string[];
  regionIds?: readonly string[];
}

export interface TestRequest {
  token?: string;
  /** An object is sent as JSON; text and bytes as they are, with a content-type among the headers. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface TestAnswer {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined when there was none. */
  json: any;
  text: string;
  bytes: Uint8Array;
}

export interface TestServer {
  ctx: Context;
  instance: Instance;
  address: string;
  database: TestDatabase;
  dataFolder: string;
  tokenFor(role: string | readonly string[], subject?: TestSubject): Promise<string>;
  /** As the start of an empty instance prints it; undefined when there are users. */
  setupLink(): Promise<string | undefined>;
  /** One request over HTTP. Fails the test when the answer is not what its operation declares. */
  request(method: string, path: string, options?: TestRequest): Promise<TestAnswer>;
  /** Committed events of one entity, in order. */
  eventsOf(entity: string, id: string): Promise<StoredEvent[]>;
  stop(): Promise<void>;
}

/** A whole Caravan in this process, on a database of its own and a free port. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'caravan-test-data-'));
  await migrateJobs(database.url);
  const config = loadConfig(
    configSections,
    {},
    {
      CARAVAN_PORT: '0',
      CARAVAN_DATA: dataFolder,
      CARAVAN_MASTER_KEYS: testMasterKey,
      CARAVAN_LOG_LEVEL: 'silent',
      CARAVAN_LIMITS_ENABLED: 'false',
      ...options.settings,
    },
  );
  const instance = await startInstance({
    config,
    database: { target: database.url, url: database.url },
    roles: options.roles ?? ['api'],
    log: options.log ?? silentLog(),
    ...(options.clock && { clock: options.clock }),
  });
  const address = addressOf(instance);
  const { ctx } = instance;
  return {
    ctx,
    instance,
    address,
    database,
    dataFolder,
    setupLink: () => makeSetupLink(ctx),
    async tokenFor(role, { userId, partyId = newId(ctx), companyIds = [], regionIds = [] } = {}) {
      const subject = { userId: userId ?? partyId ?? newId(ctx), partyId, companyIds, regionIds };
      return instance.tokens.issue({ ...subject, roles: [role].flat() }, 3600);
    },
    async request(method, target, { token, body, headers = {} } = {}) {
      const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
      const response = await fetch(new URL(target, address), {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(!raw && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: raw ? (body as never) : JSON.stringify(body) }),
        redirect: 'manual',
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      const text = new TextDecoder().decode(bytes);
      const isJson = /^application\/([\w.-]+\+)?json/.test(response.headers.get('content-type') ?? '');
      const json = isJson && text !== '' ? JSON.parse(text) : undefined;
      checkAnswer({ method, url: target, status: response.status, headers: response.headers, json });
      return { status: response.status, headers: response.headers, json, text, bytes };
    },
    async eventsOf(entity, id) {
      return readHistory(database.sql as never, { entity, id }, { limit: 1000 });
    },
    async stop() {
      await instance.stop();
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
