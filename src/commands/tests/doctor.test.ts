import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../platform/config/config.ts';
import type { Context } from '../../platform/context.ts';
import { declaredIndexes } from '../../platform/db/examine.ts';
import { manualClock, systemClock } from '../../platform/ports/clock.ts';
import { silentLog } from '../../platform/telemetry/log.ts';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/postgres.ts';
import { configSections } from '../../roles/catalogue.ts';
import { openContext } from '../../roles/instance.ts';
import { migrationSets } from '../../roles/modules.ts';
import { startTestServer } from '../../roles/testing.ts';
import { examineDatabase } from '../doctor/examine-database.ts';
import { examineServices } from '../doctor/examine-services.ts';
import { examinePort } from '../doctor/examine-port.ts';
import { examine, examineDisk } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';

const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);
const config = (settings: Record<string, string>) => loadConfig(configSections, settings);

function wellSaid(findings: readonly Finding[]): void {
  for (const { sentence, remedy } of findings) {
    expect(sentence).toMatch(/^[A-Z/].*[.]$/s);
    expect(remedy.length).toBeGreaterThan(10);
  }
}

describe('the port', () => {
  let other: Server | undefined;
  afterEach(() => new Promise<void>((resolve) => (other ? other.close(() => resolve()) : resolve())));

  test('used by another program', async () => {
    other = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => other!.listen(0, '127.0.0.1', () => resolve()));
    const { port } = other.address() as AddressInfo;
    const findings = await examinePort('127.0.0.1', port);
    expect(findings).toMatchObject([{ code: 'PORT_IN_USE', severity: 'error' }]);
    expect(findings[0]!.remedy).toContain(`--port ${port + 1}`);
    wellSaid(findings);
  });
  test('used by a running Caravan is no fault', async () => {
    const server = await startTestServer();
    const findings = await examinePort('127.0.0.1', Number(new URL(server.address).port));
    await server.stop();
    expect(findings).toMatchObject([{ code: 'PORT_IS_OURS', severity: 'info' }]);
  });
  test('on an address that is not here', async () => {
    expect(await examinePort('192.0.2.1', 3000)).toMatchObject([
      { code: 'ADDRESS_NOT_HERE', severity: 'error' },
    ]);
  });
  test('free, or chosen by the system', async () => {
    expect(await examinePort('127.0.0.1', 0)).toEqual([]);
  });
});

describe('the data folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'caravan-doctor-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const look = (data: string) => examine(config({ CARAVAN_PORT: '0', CARAVAN_DATA: data }));

  test('of another PostgreSQL', async () => {
    const data = path.join(folder, 'old', 'postgres', 'data');
    await mkdir(data, { recursive: true });
    await writeFile(path.join(data, 'PG_VERSION'), '13\n');
    const findings = await look(path.join(folder, 'old'));
    expect(codes(findings)).toContain('DATA_FOLDER_VERSION');
    wellSaid(findings);
  });
  test('that cannot be written', async () => {
    await writeFile(path.join(folder, 'file'), '');
    expect(codes(await look(path.join(folder, 'file')))).toContain('DATA_FOLDER_NOT_WRITABLE');
  });
  test('that is not there yet', async () => {
    expect(codes(await look(path.join(folder, 'new')))).toEqual(['NO_DATA_YET']);
  });
});

test('a disk that is nearly full', () => {
  const megabytes = (count: number) => examineDisk('/nowhere/data', () => count * 1024 * 1024);
  expect(megabytes(100)).toMatchObject([{ code: 'DISK_NEARLY_FULL', severity: 'error' }]);
  expect(megabytes(900)).toMatchObject([{ code: 'DISK_NEARLY_FULL', severity: 'warning' }]);
  expect(megabytes(5000)).toEqual([]);
  wellSaid(megabytes(100));
});

test('a service that is named and does not answer', async () => {
  const findings = await examineServices(
    config({ CARAVAN_LIVE_REDIS_URL: 'redis://user:secret@127.0.0.1:1' }),
  );
  expect(findings).toMatchObject([{ code: 'SERVICE_UNREACHABLE', severity: 'error' }]);
  expect(findings[0]!.sentence).toContain('127.0.0.1:1');
  expect(JSON.stringify(findings)).not.toContain('secret');
  wellSaid(findings);
  const there = createServer();
  await new Promise<void>((resolve) => there.listen(0, '127.0.0.1', () => resolve()));
  const { port } = there.address() as AddressInfo;
  expect(await examineServices(config({ CARAVAN_LIVE_REDIS_URL: `redis://127.0.0.1:${port}` }))).toEqual([]);
  await new Promise<void>((resolve) => there.close(() => resolve()));
  expect(await examineServices(config({}))).toEqual([]);
});

test('a DATABASE_URL that nobody answers at', async () => {
  const findings = await examine(
    config({
      CARAVAN_PORT: '0',
      CARAVAN_DB_CONNECT_TIMEOUT: '1s',
      DATABASE_URL: 'postgresql://caravan:secret@127.0.0.1:1/caravan',
    }),
  );
  expect(codes(findings)).toContain('DATABASE_UNREACHABLE');
  expect(JSON.stringify(findings)).not.toContain('secret');
  wellSaid(findings);
});

describe('the database', () => {
  let database: TestDatabase;
  const contexts: Context[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await Promise.all(contexts.map(({ db }) => db.close()));
    await database.drop();
  });
  const contextOf = ({ url }: TestDatabase, clock = systemClock): Context => {
    const location = { target: url, url };
    const ctx = openContext({ config: config({}), database: location, log: silentLog(), clock });
    contexts.push(ctx);
    return ctx;
  };
  const look = (ctx: Context, expectWorker = false) => examineDatabase(ctx, migrationSets, { expectWorker });

  test('in order', async () => {
    expect(declaredIndexes(migrationSets)).toContain('platform.events_entity');
    expect(await look(contextOf(database))).toEqual([]);
  });

  test('whose clock is another', async () => {
    const ahead = await look(contextOf(database, manualClock(new Date(Date.now() + 10_000))));
    expect(ahead).toMatchObject([{ code: 'CLOCK_SKEW', severity: 'warning' }]);
    expect(ahead[0]!.sentence).toContain('ahead of');
    const behind = await look(contextOf(database, manualClock(new Date(Date.now() - 3_600_000))));
    expect(behind).toMatchObject([{ code: 'CLOCK_SKEW', severity: 'error' }]);
    expect(behind[0]!.sentence).toContain('behind');
    wellSaid([...ahead, ...behind]);
  });

  test('with migrations to be applied', async () => {
    const empty = await createTestDatabase({ sets: [] });
    const ctx = contextOf(empty);
    const findings = await look(ctx);
    await ctx.db.close();
    await empty.drop();
    expect(codes(findings)).toEqual(['MIGRATIONS_PENDING']);
    wellSaid(findings);
  });

  test('without a worker that is alive', async () => {
    expect(codes(await look(contextOf(database), true))).toEqual(['NO_WORKER']);
    await database.sql`insert into platform.workers (id) values ('one')`;
    expect(await look(contextOf(database), true)).toEqual([]);
  });

  test('with an index that is missing or was left half built', async () => {
    await database.sql`drop index platform.idempotency_keys_created_at`;
    await database.sql`create table platform.twice as select 1 as a from generate_series(1, 2)`;
    await expect(
      database.sql`create unique index concurrently twice_a on platform.twice (a)`,
    ).rejects.toThrow('could not create unique index');
    const findings = await look(contextOf(database));
    expect(codes(findings)).toEqual(['INDEX_MISSING', 'INDEX_INVALID']);
    expect(findings[0]!.sentence).toContain('platform.idempotency_keys_created_at');
    expect(findings[1]!.remedy).toContain('platform.twice_a');
    wellSaid(findings);
  });
});
