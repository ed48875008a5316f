import { describe, expect, test } from 'vitest';
import { fileLength, fileNames, longFiles, platformWithoutBusiness } from './file-rules.ts';
import { environmentOnlyInConfig, importDirection } from './import-rules.ts';
import { parse, type SourceFile, type Violation } from './source-tree.ts';
import { columnsListed, ownTablesOnly, sqlInQueriesOnly } from './sql-rules.ts';
import { permissionsDeclared, wireNames, type Registered } from './wire-rules.ts';

/** Each rule is shown going red on a small tree made for it, and staying silent on its lawful twin. */
const tree = (files: Record<string, string>): SourceFile[] =>
  Object.entries(files).map(([path, text]) => ({ path, text }));
const parsedTree = (files: Record<string, string>) =>
  tree(files).map((file) =>
    file.path.endsWith('.ts') ? parse(file) : { ...file, imports: [], templates: [], words: [] },
  );
const places = (violations: Violation[]): string[] => violations.map(({ file, line }) => `${file}:${line}`);
const importing = (from: string, to: string) =>
  places(importDirection(parsedTree({ [from]: `\nimport { x } from '${to}';` })));

describe('import direction', () => {
  test.each([
    ['src/platform/http/server.ts', '../../capabilities/places/api.ts'],
    ['src/platform/http/server.ts', '../../roles/modules.ts'],
    ['src/capabilities/places/api.ts', '../../modules/deliveries/events.ts'],
    ['src/capabilities/places/api.ts', '../parties/queries/parties.ts'],
    ['src/capabilities/places/api.ts', '../../roles/testing.ts'],
    ['src/modules/deliveries/routes/listDeliveries.ts', '../../../capabilities/places/queries/places.ts'],
    ['src/modules/freight/actions/plan.ts', '../../deliveries/api.ts'],
    ['src/modules/freight/tests/plan.test.ts', '../../deliveries/actions/create.ts'],
    ['src/roles/api.ts', '../capabilities/accounts/tokens.ts'],
    ['src/roles/api.ts', '../commands/start.ts'],
    ['src/modules/deliveries/actions/assign.ts', '../../../platform/testing/postgres.ts'],
    ['simulator/fleet.ts', '../src/modules/deliveries/events.ts'],
    ['acceptance/deliveries.ts', '../src/platform/ports/clock.ts'],
    ['web/src/board/map.ts', '../../../simulator/fleet.ts'],
    ['client/src/http.ts', '../../src/platform/http/route.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(importing(from, to)).toEqual([`${from}:2`]);
  });

  test.each([
    ['src/platform/http/server.ts', '../config/config.ts'],
    ['src/platform/http/server.ts', 'fastify'],
    ['src/capabilities/places/actions/add.ts', '../queries/places.ts'],
    ['src/capabilities/dispatch/api.ts', '../places/api.ts'],
    ['src/modules/freight/subscribers/follow.ts', '../../deliveries/events.ts'],
    ['src/modules/deliveries/routes/listDeliveries.ts', '../../../capabilities/places/api.ts'],
    ['src/modules/deliveries/tests/list.test.ts', '../../../roles/testing.ts'],
    ['src/roles/modules.ts', '../modules/deliveries/module.ts'],
    ['src/commands/start.ts', '../roles/instance.ts'],
    ['simulator/fleet.ts', '../client/src/http.ts'],
    ['test/fuzz/run.ts', '../../src/roles/instance.ts'],
  ])('%s may import %s', (from, to) => {
    expect(importing(from, to)).toEqual([]);
  });

  test.each([
    ["export { x } from '../deliveries/api.ts';"],
    ["const x = await import('../deliveries/api.ts');"],
    ["type X = import('../deliveries/api.ts').X;"],
    ["import type { X } from '../deliveries/api.ts';"],
  ])('sees %s', (text) => {
    expect(places(importDirection(parsedTree({ 'src/modules/freight/api.ts': text })))).toHaveLength(1);
  });
});

test('the environment is read in config/ only', () => {
  const red = { 'src/roles/api.ts': 'const a = 1;\nconst port = process.env.PORT;' };
  expect(places(environmentOnlyInConfig(parsedTree(red)))).toEqual(['src/roles/api.ts:2']);
  const other = { 'src/roles/api.ts': "import { env } from 'node:process';" };
  expect(environmentOnlyInConfig(parsedTree(other))).toHaveLength(1);
  const lawful = { 'src/platform/config/environment.ts': 'export const all = process.env;' };
  expect(environmentOnlyInConfig(parsedTree(lawful))).toEqual([]);
});

test('the platform has no business word', () => {
  const check = (path: string, text: string) => places(platformWithoutBusiness(parsedTree({ [path]: text })));
  expect(check('src/platform/jobs/worker.ts', '\nconst openDeliveries = 1;')).toEqual([
    'src/platform/jobs/worker.ts:2',
  ]);
  expect(check('src/platform/http/a.ts', "const path = '/v1/vehicles';")).toHaveLength(1);
  expect(check('src/platform/http/a.ts', 'const a = `from ${x} booking`;')).toHaveLength(1);
  expect(check('src/platform/http/a.ts', '/** such as deliveries.listDeliveries */ const a = 1;')).toEqual(
    [],
  );
  expect(check('src/platform/db/database.ts', 'const driver = postgres();')).toEqual([]);
  expect(check('src/capabilities/places/api.ts', 'const delivery = 1;')).toEqual([]);
});

describe('SQL', () => {
  const room = { 'src/capabilities/places/api.ts': '', 'src/modules/deliveries/api.ts': '' };
  const own = (path: string, text: string) => places(ownTablesOnly(parsedTree({ ...room, [path]: text })));
  const file = 'src/modules/deliveries/queries/deliveries.ts';

  test("names no other room's table", () => {
    expect(own(file, 'sql`\nselect id from places.places`')).toEqual([`${file}:2`]);
    expect(own(file, 'sql`update deliveries.deliveries set state = ${s} from places.places p`')).toHaveLength(
      1,
    );
    expect(own(file, 'sql`select deliveries.id from deliveries.deliveries`')).toEqual([]);
    expect(own(file, 'const more = sql`and exists (select from places.places)`;')).toHaveLength(1);
    expect(own(file, "await sql.unsafe('select id from places.places');")).toHaveLength(1);
  });
  test('reaches tables of the platform through its functions', () => {
    expect(own(file, 'tx`insert into platform.events (id) values (1)`')).toHaveLength(1);
    expect(own(file, 'tx`select graphile_worker.add_job(1)`')).toHaveLength(1);
    expect(own('src/platform/jobs/enqueue.ts', 'tx`select graphile_worker.add_job(1)`')).toEqual([]);
  });
  test('may call an alias like another room', () => {
    expect(own(file, 'sql`select places.id from deliveries.stops places`')).toEqual([]);
    expect(own(file, 'sql`with places as (select 1 as id) select places.id from places`')).toEqual([]);
  });
  test('is checked in migrations too, comments and texts left out', () => {
    const migration = 'src/modules/deliveries/migrations/0001-init.sql';
    expect(
      own(migration, 'create table deliveries.stops (\n  place uuid references places.places);'),
    ).toEqual([`${migration}:2`]);
    expect(
      own(migration, "-- as in places.places\ncomment on table deliveries.stops is 'like places.places';"),
    ).toEqual([]);
  });
  test('stands in queries/ only', () => {
    const where = (path: string, text: string) => places(sqlInQueriesOnly(parsedTree({ [path]: text })));
    expect(where('src/modules/deliveries/routes/list.ts', '\nawait sql<Row[]>`select 1`;')).toEqual([
      'src/modules/deliveries/routes/list.ts:2',
    ]);
    expect(
      where('src/capabilities/places/actions/add.ts', 'await tx`insert into places.places values (1)`'),
    ).toHaveLength(1);
    expect(where('src/capabilities/places/actions/add.ts', 'q`delete from places.places`')).toHaveLength(1);
    expect(where('src/capabilities/places/actions/add.ts', "ctx.db.sql.unsafe('select 1')")).toHaveLength(1);
    expect(where(file, 'sql`select 1`')).toEqual([]);
    expect(where('src/modules/deliveries/tests/list.test.ts', 'sql`select 1`')).toEqual([]);
    expect(where('src/capabilities/places/rules/words.ts', 'label`of ${x} updates`')).toEqual([]);
  });
  test('lists its columns', () => {
    const star = (text: string) => columnsListed(parsedTree({ [file]: text }));
    expect(star('sql`select * from deliveries.deliveries`')).toHaveLength(1);
    expect(star('sql`select id, d.* from deliveries.deliveries d`')).toHaveLength(1);
    expect(star('sql`insert into deliveries.deliveries default values returning *`')).toHaveLength(1);
    expect(star('sql`select count(*), a * b as c from deliveries.deliveries`')).toEqual([]);
  });
});

test('files end before line 401', () => {
  const lines = (count: number) => tree({ 'src/platform/long.ts': 'const a = 1;\n'.repeat(count) });
  expect(places(fileLength(lines(401)))).toEqual(['src/platform/long.ts:401']);
  expect(fileLength(lines(400))).toEqual([]);
  expect(longFiles(lines(251))).toHaveLength(1);
});

test('files are named as their folder asks', () => {
  const names = (path: string) => fileNames(tree({ [path]: '' })).length;
  expect(names('src/modules/deliveries/routes/list-deliveries.ts')).toBe(1);
  expect(names('src/modules/deliveries/rules/proofRules.ts')).toBe(1);
  expect(names('src/platform/http/RouteTable.ts')).toBe(1);
  expect(names('src/modules/deliveries/routes/listDeliveries.ts')).toBe(0);
  expect(names('src/modules/deliveries/rules/proof-rules.test.ts')).toBe(0);
  expect(names('src/modules/deliveries/migrations/0001-init.sql')).toBe(0);
});

describe('the name on the wire is the path on disk', () => {
  const action = (apply: () => unknown) => ({ apply }) as never;
  const registered = (over: Partial<Registered>): Registered => ({
    manifests: [{ name: 'deliveries' }],
    routes: [],
    jobs: [],
    subscribers: [],
    ...over,
  });
  const folder = 'src/modules/deliveries';

  test.each([
    [
      'routes',
      { routes: [{ operation: 'deliveries.listDeliveries', summary: '' }] },
      'routes/listDeliveries.ts',
    ],
    ['jobs', { jobs: [{ name: 'deliveries.importRows' }] }, 'jobs/importRows.ts'],
    ['subscribers', { subscribers: [{ name: 'deliveries.countStates' }] }, 'subscribers/countStates.ts'],
  ])('of %s', (_kind, over, file) => {
    expect(wireNames(registered(over), tree({ [`${folder}/api.ts`]: '' }))).toHaveLength(1);
    expect(wireNames(registered(over), tree({ [`${folder}/${file}`]: '' }))).toEqual([]);
  });

  test('of lifecycle actions that touch the database', () => {
    const lifecycle = (apply: () => unknown) =>
      registered({
        manifests: [
          {
            name: 'deliveries',
            lifecycles: [{ module: 'deliveries', actions: { fail: action(apply) } } as never],
          },
        ],
        routes: [{ operation: 'deliveries.fail', summary: '' }],
      });
    const withEffects = lifecycle(async () => await Promise.resolve());
    expect(wireNames(withEffects, tree({ [`${folder}/api.ts`]: '' }))).toHaveLength(1);
    expect(wireNames(withEffects, tree({ [`${folder}/actions/fail.ts`]: '' }))).toEqual([]);
    expect(
      wireNames(
        lifecycle(() => ({ payload: {} })),
        tree({ [`${folder}/api.ts`]: '' }),
      ),
    ).toEqual([]);
  });

  test('and back: no file that nothing registers', () => {
    const files = tree({ [`${folder}/routes/forgotten.ts`]: '', [`${folder}/routes/forgotten.test.ts`]: '' });
    expect(places(wireNames(registered({}), files))).toEqual([`${folder}/routes/forgotten.ts:1`]);
  });
});

test('each route declares a permission, or says why it is public', () => {
  const check = (permission: unknown, summary: string) =>
    permissionsDeclared({
      manifests: [],
      jobs: [],
      subscribers: [],
      routes: [{ operation: 'a.b', permission, summary }],
    });
  expect(check(undefined, 'Lists')).toHaveLength(1);
  expect(check(Symbol('public'), 'Lists')).toHaveLength(1);
  expect(check(Symbol('public'), 'Public, for load balancers')).toEqual([]);
  expect(check('place:read', 'Lists')).toEqual([]);
});
