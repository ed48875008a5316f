import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../roles/testing.ts';
import { exportCheckpoint, sealEntries, signHead, verifyTrail } from '../api.ts';
import { chainEnd } from '../queries/links.ts';
import { listAuditKeys, listCheckpoints } from '../queries/checkpoints.ts';
import { genesis, linkHash } from '../rules/chain.ts';
import { examinedLinks } from '../queries/examine.ts';
import { fillTrail, tamper } from './trail-help.ts';

/** Each test does what the owner of the database could do, on a chain of thirty links that is signed. */
let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
  await fillTrail(server, 30);
});
afterEach(() => server.stop());

const verify = () => verifyTrail(server.ctx);
const named = async () => (await verify()).findings.map(({ kind, position }) => [kind, position]);
const entryAt = (position: number) => `(select entry_id from audit.links where position = ${position})`;

async function kept() {
  const keys = new Map((await listAuditKeys(server.ctx.db.sql)).map((key) => [key.id, key.publicKey]));
  return (await listCheckpoints(server.ctx.db.sql)).map((one) => exportCheckpoint(one, keys.get(one.keyId)!));
}

/** Rebuilds every link from a position on, as whoever knows this program can. */
async function stampAnew(from: number): Promise<void> {
  const { sql } = server.ctx.db;
  const links = await examinedLinks(sql, { from: 1, to: 1000 });
  let previous: Uint8Array = links[from - 2]?.hash ?? genesis;
  for (const link of links.slice(from - 1)) {
    const contentHash = link.otherContentHash ?? link.contentHash;
    previous = linkHash(previous, { ...link, contentHash });
    const hex = (bytes: Uint8Array) => `decode('${Buffer.from(bytes).toString('hex')}', 'hex')`;
    await tamper(
      server,
      `update audit.links set content_hash = ${hex(contentHash)}, hash = ${hex(previous)} where position = ${link.position}`,
    );
  }
}

test('an honest trail has nothing to say', async () => {
  const { links, checkpoints, notSealed, findings } = await verify();
  expect([links, checkpoints, notSealed, findings]).toEqual([30, 1, 0, []]);
});

test('edit: an entry was changed', async () => {
  await tamper(server, `update audit.entries set outcome = 'failure' where id = ${entryAt(7)}`);
  expect(await named()).toEqual([['edit', 7]]);
});

test('edit: a link was changed with its entry', async () => {
  await tamper(
    server,
    `update audit.entries set actor_id = 'nobody' where id = ${entryAt(7)}`,
    `update audit.links set content_hash = sha256('x') where position = 7`,
  );
  expect((await named())[0]).toEqual(['edit', 7]);
});

test('delete: an entry is gone', async () => {
  await tamper(server, `delete from audit.entries where id = ${entryAt(7)}`);
  expect(await named()).toEqual([['delete', 7]]);
});

test('delete: an entry and its link are gone', async () => {
  await tamper(
    server,
    `delete from audit.entries where id = ${entryAt(7)}`,
    `delete from audit.links where position = 7`,
  );
  expect(await named()).toEqual([['delete', 7]]);
});

test('delete: the beginning is gone without a signed word that lets it go', async () => {
  await tamper(
    server,
    `delete from audit.entries where id in (select entry_id from audit.links where position <= 5)`,
    `delete from audit.links where position <= 5`,
  );
  expect(await named()).toEqual([['delete', 1]]);
});

test('insert: an entry was put among those that are chained', async () => {
  await tamper(
    server,
    `insert into audit.entries
      (transaction_id, id, occurred_at, kind, outcome, operation, actor_kind, actor_id, detail)
     select transaction_id, gen_random_uuid(), occurred_at, kind, outcome, operation, actor_kind, actor_id, detail
     from audit.entries where id = ${entryAt(7)}`,
  );
  expect(await named()).toEqual([['insert', null]]);
});

test('insert: an entry that claims a time long ago was written now', async () => {
  await server.ctx.db.sql`
    insert into audit.entries (id, occurred_at, kind, outcome, operation, actor_kind, actor_id, detail)
    values (gen_random_uuid(), now() - interval '2 days', 'login', 'success', 'test.login', 'person', 'x', '{}')`;
  await sealEntries(server.ctx);
  expect(await named()).toEqual([['insert', 31]]);
});

test('reorder: two links changed places', async () => {
  await tamper(
    server,
    'update audit.links set position = -position where position in (7, 12)',
    'update audit.links set position = case position when -7 then 12 else 7 end where position < 0',
  );
  const kinds = (await named()).map(([kind, position]) => `${kind} ${position}`);
  expect(kinds).toContain('reorder 7');
  expect(new Set(kinds.map((kind) => kind.split(' ')[0]))).toEqual(new Set(['reorder']));
});

test('reorder: two entries changed places', async () => {
  await tamper(
    server,
    `create table public.swap as select e.id, o.detail from audit.entries e join audit.entries o
       on (e.id = ${entryAt(7)} and o.id = ${entryAt(12)}) or (e.id = ${entryAt(12)} and o.id = ${entryAt(7)})`,
    'update audit.entries e set detail = swap.detail from public.swap where swap.id = e.id',
  );
  expect(await named()).toEqual([
    ['reorder', 7],
    ['reorder', 12],
  ]);
});

test('truncate: the end is gone', async () => {
  const copies = await kept();
  await tamper(
    server,
    `delete from audit.entries where id in (select entry_id from audit.links where position > 25)`,
    'delete from audit.links where position > 25',
  );
  expect(await named()).toEqual([['truncate', 30]]);
  await tamper(server, 'delete from audit.checkpoints');
  expect(await named(), 'without its checkpoints the database alone cannot know').toEqual([]);
  const { findings } = await verifyTrail(server.ctx, { kept: copies });
  expect(findings.map(({ kind }) => kind)).toEqual(['truncate']);
});

test('restamp: an entry was given another time', async () => {
  await tamper(
    server,
    `update audit.entries set occurred_at = occurred_at - interval '1 second' where id = ${entryAt(7)}`,
  );
  expect(await named()).toEqual([['restamp', 7]]);
});

test('restamp: an entry was edited and the whole chain rebuilt', async () => {
  const copies = await kept();
  await tamper(server, `update audit.entries set outcome = 'failure' where id = ${entryAt(7)}`);
  await stampAnew(7);
  expect(await named()).toEqual([['restamp', 30]]);
  await tamper(server, 'delete from audit.checkpoints');
  await signHead(server.ctx);
  expect((await verifyTrail(server.ctx, { kept: copies })).findings.map(({ kind }) => kind)).toEqual([
    'restamp',
  ]);
});

test('forgery: a checkpoint was changed, or signed by a key that is not ours', async () => {
  const copies = await kept();
  await tamper(server, 'update audit.checkpoints set position = 29');
  expect((await named())[0]).toEqual(['forgery', 29]);
  const [copy] = copies;
  const strange = { ...copy!, keyId: 'another', publicKey: copy!.publicKey };
  const { findings } = await verifyTrail(server.ctx, { kept: [{ ...strange, position: 12 }] });
  expect(findings.map(({ kind }) => kind)).toContain('forgery');
});

test('several processes that chain at once make one chain, also over a stop in between', async () => {
  await Promise.all(Array.from({ length: 5 }, () => fillTrail(server, 20)));
  expect((await chainEnd(server.ctx.db.sql))?.position).toBe(130);
  expect(await named()).toEqual([]);
});
