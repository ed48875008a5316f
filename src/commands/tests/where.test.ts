import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { allDeclarations, type Declaration } from '../where/declarations.ts';
import { find } from '../where/find.ts';
import { namesIn } from '../where.ts';
import { root } from '../where/source.ts';

const all = allDeclarations();
const lineOf = ({ file, line }: Declaration): string =>
  readFileSync(path.join(root, file), 'utf8').split('\n')[line - 1] ?? '';
const one = (asked: string): Declaration => {
  const { exact } = find(all, asked);
  expect(exact, asked).toHaveLength(1);
  return exact[0]!;
};

describe('caravan where', () => {
  test('knows the line of everything that is declared', () => {
    const lost = all
      .filter(({ file }) => file === 'src/roles/modules.ts')
      .map(({ kind, name }) => `${kind} ${name}`);
    expect(lost).toEqual([]);
  });

  test.each([
    ['GET /v1/events', 'operation', 'src/platform/routes/listEvents.ts', 'listEvents'],
    [
      'http://localhost:3000/v1/events?after=0.0',
      'operation',
      'src/platform/routes/listEvents.ts',
      'listEvents',
    ],
    ['platform.listEvents', 'operation', 'src/platform/routes/listEvents.ts', 'listEvents'],
    ['listEvents', 'operation', 'src/platform/routes/listEvents.ts', 'listEvents'],
    ['platform.events', 'table', 'src/platform/migrations/0001-init.sql', 'platform.events'],
    ['illegal_transition', 'error', 'src/platform/errors/platform-errors.ts', 'illegal_transition'],
    ['CARAVAN_PORT', 'setting', 'src/platform/http/http-config.ts', 'port'],
    ['CARAVAN_JOBS_HEARTBEAT', 'setting', 'src/platform/jobs/jobs-config.ts', 'heartbeatSeconds'],
    ['DATABASE_URL', 'setting', 'src/platform/db/db-config.ts', 'databaseUrl'],
    [
      'caravan_http_problems_total',
      'metric',
      'src/platform/telemetry/metrics.ts',
      'caravan_http_problems_total',
    ],
    ['caravan_db_pool_waiting', 'metric', 'src/platform/telemetry/metrics.ts', 'caravan_db_pool_'],
    ['event:read', 'permission', 'src/platform/platform-manifest.ts', 'event:read'],
    ['platform.fireTimer', 'job', 'src/platform/jobs/fireTimer.ts', 'fireTimer'],
  ])('finds %s', (asked, kind, file, words) => {
    const found = one(asked);
    expect(found).toMatchObject({ kind, file });
    expect(lineOf(found)).toContain(words);
  });

  test('takes several names at once, and a method with its path as one', () => {
    expect(namesIn(['CARAVAN_PORT', 'GET', '/v1/events', 'illegal_transition'])).toEqual([
      'CARAVAN_PORT',
      'GET /v1/events',
      'illegal_transition',
    ]);
    expect(namesIn(['POST /v1/deliveries'])).toEqual(['POST /v1/deliveries']);
  });

  const sample: Declaration[] = [
    {
      kind: 'operation',
      name: 'a.getThing',
      meaning: '',
      file: 'a.ts',
      line: 1,
      method: 'GET',
      path: '/v1/things/{id}',
    },
    {
      kind: 'operation',
      name: 'a.listRecent',
      meaning: '',
      file: 'b.ts',
      line: 1,
      method: 'GET',
      path: '/v1/things/recent',
    },
    {
      kind: 'action',
      name: 'a.close',
      meaning: '',
      file: 'c.ts',
      line: 1,
      method: 'POST',
      path: '/v1/things/{id}/actions/close',
    },
    { kind: 'event', name: 'a.thingClosed', meaning: '', file: 'd.ts', line: 1 },
  ];
  const names = (asked: string) => find(sample, asked).exact.map(({ name }) => name);

  test('fits values into the holes of a path, and prefers the path without holes', () => {
    expect(names('/v1/things/17')).toEqual(['a.getThing']);
    expect(names('GET /v1/things/{id}')).toEqual(['a.getThing']);
    expect(names('/v1/things/recent')).toEqual(['a.listRecent']);
    expect(names('POST https://example.org/v1/things/17/actions/close/')).toEqual(['a.close']);
    expect(names('DELETE /v1/things/17')).toEqual([]);
  });

  test('suggests what looks alike, and nothing for what does not', () => {
    expect(find(sample, 'a.thingClosd').near[0]?.name).toBe('a.thingClosed');
    expect(find(sample, 'POST /v1/thing/17/action/close').near[0]?.name).toBe('a.close');
    expect(find(sample, 'qqqqqqqqqqqqqqq')).toEqual({ exact: [], near: [] });
  });
});
