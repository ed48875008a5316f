import { afterAll, beforeAll, expect, test } from 'vitest';
import { manualClock, type ManualClock } from '../../../platform/ports/clock.ts';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { dropOldDays } from '../actions/dropOldDays.ts';
import { verifyTrail } from '../api.ts';
import { fillTrail, tamper } from './trail-help.ts';

const dayMs = 86_400_000;
let server: TestServer;
let clock: ManualClock;
beforeAll(async () => {
  clock = manualClock(new Date());
  server = await startTestServer({ clock, settings: { CARAVAN_AUDIT_RETENTION_DAYS: '30' } });
});
afterAll(() => server.stop());

const left = async () => {
  const [row] = await server.database.sql<{ entries: number; links: number; first: number }[]>`
    select (select count(*) from audit.entries)::int as entries, count(*)::int as links,
      min(position)::int as first from audit.links`;
  return row;
};

test('whole old days are let go, and the chain that stays is verified from the signed word on', async () => {
  for (const daysAgo of [40, 31, 3])
    for (let index = 0; index < 4; index++)
      await server.database.sql`
        insert into audit.entries (id, occurred_at, kind, outcome, operation, actor_kind, actor_id, detail)
        values (gen_random_uuid(), now() - make_interval(days => ${daysAgo}), 'login', 'success', 'x', 'person', 'x', '{}')`;
  await fillTrail(server, 4);
  expect(await dropOldDays(server.ctx)).toBe(8);
  expect(await left()).toEqual({ entries: 8, links: 8, first: 9 });
  const { links, findings } = await verifyTrail(server.ctx);
  expect([links, findings]).toEqual([8, []]);
  expect(await dropOldDays(server.ctx)).toBe(0);
});

test('what is missing beyond the signed word is named', async () => {
  await tamper(
    server,
    'delete from audit.entries where id = (select entry_id from audit.links where position = 9)',
    'delete from audit.links where position = 9',
  );
  const { findings } = await verifyTrail(server.ctx);
  expect(findings.map(({ kind, position }) => [kind, position])).toEqual([['delete', 9]]);
});

test('when every day was let go, the chain goes on where it ended', async () => {
  clock.advance(40 * dayMs);
  await dropOldDays(server.ctx);
  expect(await left()).toMatchObject({ links: 0 });
  await fillTrail(server, 3);
  const { links, findings } = await verifyTrail(server.ctx);
  expect([links, findings]).toEqual([3, []]);
  expect(await left()).toMatchObject({ first: 17 });
});
