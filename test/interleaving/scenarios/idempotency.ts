import { claimKey, type StoredAnswer } from '../../../src/platform/http/idempotency.ts';
import { plainInsert } from '../../../src/platform/db/last-statements.ts';
import { insertEvents } from '../../../src/platform/events/outbox.ts';
import { Answer as RouteAnswer, defineRoute, type Route } from '../../../src/platform/http/route.ts';
import { newId } from '../../../src/platform/ports/rng.ts';
import { widgetCreated, widgetLifecycle } from '../../../src/platform/testing/widgets/lifecycle.ts';
import { widgetRoutes } from '../../../src/platform/testing/widgets/routes.ts';
import type { Prepare, Scenario } from '../scenario.ts';
import { freshId, insist, programOf, type Answer } from './client.ts';

const prepare =
  (routes: readonly Route[]): Prepare =>
  async (stage) => {
    const key = freshId();
    const body = { name: key };
    const send = async ({ ctx }: { ctx: Parameters<typeof programOf>[0] }) =>
      insist(await programOf(ctx, routes), { method: 'POST', url: '/v1/widgets', body, key });
    return {
      tasks: [send, send],
      async check(outcomes) {
        const answers = outcomes.map((outcome) =>
          'value' in outcome ? (outcome.value as Answer) : undefined,
        );
        const statuses = answers.map((answer) => answer?.status);
        if (statuses.some((status) => status !== 201)) return `answers ${statuses.join(', ')}`;
        const rows = await stage.sql<{ id: string }[]>`select id from widgets.widgets where name = ${key}`;
        if (rows.length !== 1) return `${rows.length} widgets instead of one`;
        const ids = answers.map((answer) => answer!.body.id);
        if (ids.some((id) => id !== rows[0]!.id)) return 'an answer names a widget that is not there';
        const events = await stage.sql`select 1 from platform.events where entity_id = ${rows[0]!.id}`;
        return events.length === 1 ? undefined : `${events.length} events instead of one`;
      },
    };
  };

const [create] = widgetRoutes;

/** The create route with its key handled around the transaction instead of inside. */
function around(
  handle: (call: any, work: (tx: any) => Promise<StoredAnswer>) => Promise<StoredAnswer>,
): readonly Route[] {
  const broken = defineRoute({
    ...create!,
    transaction: false,
    async handler(call: any) {
      const answer = await handle(call, async (tx) => {
        const made = (await create!.handler({ ...call, tx } as never)) as { body: object };
        return { status: 201, headers: {}, body: JSON.stringify(made.body) };
      });
      return JSON.parse(answer.body!);
    },
  } as never);
  return [broken];
}

const keyed = ({ actor, request }: any) => ({
  actor,
  key: request.headers['idempotency-key'] as string,
  method: 'POST',
  url: request.url as string,
  body: request.body,
});

const store = (sql: any, call: any, answer: StoredAnswer) => sql`
  update platform.idempotency_keys set status = ${answer.status}, headers = '{}', body = ${answer.body}
  where actor_id = ${call.actor.id} and key = ${keyed(call).key}`;

/** The answer is stored after the effect was committed. */
const storedAfterwards = around(async (call, work) => {
  const { db } = call.ctx;
  const stored = await db.sql`
    select status, body from platform.idempotency_keys
    where actor_id = ${call.actor.id} and key = ${keyed(call).key} and status is not null`;
  if (stored[0]) return { ...stored[0], headers: {} };
  const answer = await db.transaction(work);
  await db.sql`
    insert into platform.idempotency_keys (actor_id, key, fingerprint, status, headers, body)
    values (${call.actor.id}, ${keyed(call).key}, '', ${answer.status}, '{}', ${answer.body})
    on conflict (actor_id, key) do nothing`;
  return answer;
});

/** The key is claimed in a transaction before that of the effect: a break in between leaves it taken for ever. */
const claimedBefore = around(async (call, work) => {
  const { db } = call.ctx;
  const stored = await db.transaction((tx: any) => claimKey(tx, keyed(call)));
  if (stored) return stored.body === null ? { status: 500, headers: {}, body: '{}' } : stored;
  const answer = await db.transaction(work);
  await store(db.sql, call, answer);
  return answer;
});

/** The same, written as one statement without a lock: the key's own row decides which of two is undone. */
const inOneStatement = defineRoute({
  ...create!,
  atOnce: () => true,
  async handler({ ctx, tx, body: { name }, actor }: any) {
    const id = newId(ctx);
    tx.withCommit(
      plainInsert(
        'widgets.widgets',
        tx`
          insert into widgets.widgets (id, name, state, version, lifecycle_version, state_since, updated_at)
          values (${id}, ${name}, 'ready', 1, ${widgetLifecycle.version}, now(), now())`,
      ),
    );
    const event = { event: widgetCreated, subject: { entity: 'widget', id }, sequence: 1, actor };
    tx.withCommit(insertEvents(tx, [{ ...event, payload: { name } }], ctx));
    return new RouteAnswer({ id } as never);
  },
} as never);

/** The key's row goes its own way, as if it were no part of the write. */
const keyBesideStatement = defineRoute({
  ...inOneStatement,
  atOnce: undefined,
  transaction: false,
  async handler(call: any) {
    const answer = await call.ctx.db.atOnce(async (tx: any) => {
      const made = (await inOneStatement.handler({ ...call, tx })) as { body: object };
      return { status: 201, headers: {}, body: JSON.stringify(made.body) };
    });
    await call.ctx.db.sql`
      insert into platform.idempotency_keys (actor_id, key, fingerprint, status, headers, body)
      values (${call.actor.id}, ${keyed(call).key}, '', 201, '{}', ${answer.body})
      on conflict (actor_id, key) do nothing`;
    return JSON.parse(answer.body);
  },
} as never);

export const idempotencyAtOnce: Scenario = {
  name: 'idempotency of one statement',
  promise: 'Two requests with one key, each written by one statement, have one effect and one answer (6, 7)',
  cuts: 3,
  prepare: prepare([inOneStatement]),
  broken: { 'key beside the statement': prepare([keyBesideStatement]) },
};

export const idempotency: Scenario = {
  name: 'idempotency',
  promise: 'Two requests with one key, over links that break, have one effect and get one answer (6, 7)',
  cuts: 3,
  prepare: prepare(widgetRoutes),
  broken: {
    'answer stored after the commit': prepare(storedAfterwards),
    'key claimed outside of the transaction': prepare(claimedBefore),
  },
};
