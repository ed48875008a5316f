import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC, type Route } from '../../src/platform/http/route.ts';
import { routes } from '../../src/roles/catalogue.ts';
import { startTestServer, type TestServer } from '../../src/roles/testing.ts';
import { makeCallers, type Caller } from './callers.ts';
import { accountEntries } from './entries-accounts.ts';
import { capabilityEntries } from './entries-capabilities.ts';
import { deliveryEntries } from './entries-deliveries.ts';
import { expected, type Expected } from './expected.ts';
import { relations, type Entry, type Relation, type World } from './model.ts';
import { openOperations } from './open-operations.ts';
import { makeThings } from './things.ts';
import { makeWorld } from './world.ts';

const entries: Readonly<Record<string, Entry>> = {
  ...capabilityEntries,
  ...deliveryEntries,
  ...accountEntries,
};

let server: TestServer;
let world: World;
let callers: Caller[];
beforeAll(async () => {
  server = await startTestServer();
  world = await makeWorld(server);
  callers = await makeCallers(server, world.mine);
  await makeThings(server, world);
});
afterAll(() => server.stop());

test('every route has an entry, and every entry a route', () => {
  const operations = routes.map(({ operation }) => operation);
  expect(Object.keys(entries).sort()).toEqual([...operations].sort());
});

test('public are the routes that were meant to be, and no other', () => {
  const open = routes.filter(({ permission }) => permission === PUBLIC).map(({ operation }) => operation);
  expect(open.sort()).toEqual([...openOperations].sort());
});

// Some 7,000 requests: a busy machine needs more than the half minute of other tests.
test('every route answers everyone as the catalogue of permissions says', { timeout: 120_000 }, async () => {
  const wrong: string[] = [];
  const counts = { tries: 0, admitted: 0, 'not authenticated': 0, forbidden: 0, 'out of reach': 0 };
  // Lists first: what the other tries add would push the objects off the first page.
  const order = [...routes].sort(
    (a, b) =>
      Number(entries[b.operation]?.lists !== undefined) - Number(entries[a.operation]?.lists !== undefined),
  );
  for (const route of order) {
    const entry = entries[route.operation];
    if (!entry) continue;
    const tries = callers.flatMap((caller) =>
      targetsFor(entry, caller).map((relation) => ({ caller, relation })),
    );
    for (let start = 0; start < tries.length; start += 12)
      await Promise.all(
        tries.slice(start, start + 12).map(async ({ caller, relation }) => {
          const outcome = expected(route, entry, caller, relation);
          const complaint = await attempt(route, entry, { caller, relation, outcome });
          counts.tries++;
          counts[outcome.kind]++;
          if (complaint) wrong.push(`${route.operation} as ${caller.name} on ${relation}: ${complaint}`);
        }),
      );
  }
  const covered = routes.filter(({ operation }) => operation in entries).length;
  process.stdout.write(
    `rights: ${covered} of ${routes.length} routes x ${callers.length} callers, ${counts.tries} requests: ` +
      `${counts.admitted} admitted, ${counts['not authenticated']} not authenticated, ${counts.forbidden} forbidden, ` +
      `${counts['out of reach']} out of reach; ${wrong.length} unexpected\n`,
  );
  expect(wrong).toEqual([]);
});

/** Who is not let in, or may not at all, is tried on one object; everyone else on one of each relation. */
function targetsFor(entry: Entry, caller: Caller): readonly Relation[] {
  if (entry.kind === undefined || entry.once || caller.grants === undefined) return ['foreign'];
  return relations;
}

async function attempt(
  route: Route,
  entry: Entry,
  { caller, relation, outcome }: { caller: Caller; relation: Relation; outcome: Expected },
): Promise<string | undefined> {
  const target = {
    id: await targetId(entry, relation, outcome),
    relation,
    partyId:
      { own: world.mine.partyId, party: world.mine.companyId, region: '', foreign: '' }[relation] ||
      world.others.partyId,
  };
  const sent = (await entry.send?.(target, world)) ?? {};
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(sent.params?.[name] ?? target.id),
  );
  const query = new URLSearchParams({ ...sent.query, ...(entry.lists && { limit: '100' }) }).toString();
  const answer = await server
    .request(route.method, query ? `${path}?${query}` : path, {
      ...(caller.token !== undefined && { token: caller.token }),
      ...('body' in sent && { body: sent.body }),
      headers: sent.headers ?? {},
    })
    .catch((error: Error) => ({ status: 0, text: error.message, json: undefined }));
  const { statuses, code } = outcome;
  if (!statuses.includes(answer.status))
    return `${answer.status} instead of ${statuses.join('/')} ${answer.text.slice(0, 300)}`;
  if (outcome.kind === 'admitted' && answer.json?.code === 'forbidden' && 'permission' in answer.json)
    return `the permission ${answer.json.permission} is asked for, which is held`;
  if (code !== undefined && answer.json?.code !== code) return `${answer.json?.code} instead of ${code}`;
  if (entry.reached && answer.status < 300 && entry.reached(answer.json) !== (outcome.kind === 'admitted'))
    return outcome.kind === 'admitted' ? 'it was not reached' : 'it was reached';
  if (outcome.listed === undefined) return undefined;
  const ids = new Set((answer.json.items as any[]).map(entry.listed ?? (({ id }) => id)));
  const wrong = relations.filter(
    (each) => ids.has(world.objects[entry.lists!][each]) !== outcome.listed!.includes(each),
  );
  return wrong.length > 0 ? `lists wrongly what is ${wrong.join(', ')}` : undefined;
}

async function targetId(entry: Entry, relation: Relation, outcome: Expected): Promise<string> {
  if (entry.kind === undefined) return randomUUID();
  if (entry.fresh && outcome.kind === 'admitted') return world.make(entry.kind, relation);
  return world.objects[entry.kind][relation];
}
