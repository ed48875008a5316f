import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../auth/actor.ts';
import { startPlatformServer, type PlatformServer } from '../../http/tests/platform-server.ts';
import { readHistory } from '../../events/outbox.ts';
import { widgetLifecycle } from '../../testing/widgets/lifecycle.ts';
import { defineLifecycle } from '../lifecycle.ts';
import { fireTimer, perform } from '../perform.ts';

let server: PlatformServer;
beforeAll(async () => {
  server = await startPlatformServer();
});
afterAll(() => server.stop());

const create = async (): Promise<string> =>
  (await server.call('POST', '/v1/widgets', { body: { name: 'lively' } })).json.id;
const act = (id: string, action: string, body: object = {}) =>
  server.call('POST', `/v1/widgets/${id}/actions/${action}`, { body });
const history = async (id: string) =>
  (await readHistory(server.ctx.db.sql, { entity: 'widget', id }, { limit: 100 })).map(
    ({ sequence, action, fromState, toState, actorId }) => [sequence, action, fromState, toState, actorId],
  );

test('the way through the states, with one event for each step', async () => {
  const id = await create();
  expect((await act(id, 'assign', { driver: 'anna' })).json).toMatchObject({
    state: 'assigned',
    driver: 'anna',
    version: 2,
  });
  expect((await act(id, 'accept')).json.state).toBe('accepted');
  expect((await act(id, 'finish', { again: true })).json.state).toBe('ready');
  expect((await act(id, 'cancel')).json.state).toBe('cancelled');
  expect(await history(id)).toEqual([
    [1, 'create', null, 'ready', 'alice'],
    [2, 'assign', 'ready', 'assigned', 'alice'],
    [3, 'accept', 'assigned', 'accepted', 'alice'],
    [4, 'finish', 'accepted', 'ready', 'alice'],
    [5, 'cancel', 'ready', 'cancelled', 'alice'],
  ]);
});

test('every action that a state does not allow is refused and leaves no trace', async () => {
  const states: Record<string, [string, object][]> = {
    ready: [],
    assigned: [['assign', { driver: 'anna' }]],
    accepted: [
      ['assign', { driver: 'anna' }],
      ['accept', {}],
    ],
    cancelled: [['cancel', {}]],
  };
  for (const [state, way] of Object.entries(states)) {
    const id = await create();
    for (const [action, body] of way) await act(id, action, body);
    const before = await history(id);
    for (const [name, action] of Object.entries(widgetLifecycle.actions)) {
      if (action.from.includes(state)) continue;
      const answer = await act(id, name, name === 'assign' ? { driver: 'anna' } : {});
      if (action.permission === 'system') expect(answer.status).toBe(404);
      else expect(answer.json).toMatchObject({ status: 409, code: 'illegal_transition', state });
    }
    expect(await history(id)).toEqual(before);
  }
});

test('a guard says why not, wrong input is named, an unknown one is not found', async () => {
  const id = await create();
  expect((await act(id, 'assign', { driver: 'unfit' })).json).toMatchObject({
    status: 409,
    code: 'driver_unfit',
  });
  expect((await act(id, 'assign', { driver: '' })).json.errors[0].field).toBe('driver');
  expect((await act(id, 'accept', { surprise: 1 })).status).toBe(400);
  expect((await act('01a204c2-8e7d-7d3c-8ff7-6580a5ca30e5', 'accept')).status).toBe(404);
  expect(await history(id)).toHaveLength(1);
});

test('entering a state starts its timer; it acts once, and not after the state was left', async () => {
  const id = await create();
  await act(id, 'assign', { driver: 'anna' });
  const jobs = await server.database.sql<{ payload: any; runAt: Date }[]>`
    select payload, run_at from graphile_worker._private_jobs where payload->>'id' = ${id}`;
  expect(jobs).toHaveLength(1);
  const { payload, runAt } = jobs[0]!;
  expect(runAt.getTime() - Date.parse(payload.stateSince)).toBe(300_000);
  const fire = () => server.ctx.db.transaction((tx) => fireTimer(tx, widgetLifecycle, payload, server.ctx));
  expect([await fire(), await fire()]).toEqual([true, false]);
  expect((await history(id)).at(-1)).toEqual([
    3,
    'withdraw',
    'assigned',
    'ready',
    'system:timer widget.answer',
  ]);
  await act(id, 'assign', { driver: 'bert' });
  expect(await fire()).toBe(false);
});

test('an entity goes on by the version of the lifecycle that it began with', async () => {
  const id = await create();
  await server.database.sql`update widgets.widgets set lifecycle_version = 1 where id = ${id}`;
  const { cancel, ...others } = widgetLifecycle.actions;
  const first = {
    ...widgetLifecycle,
    version: 1,
    actions: { ...others, cancel: { ...cancel!, from: ['assigned'] } },
  };
  const both = { ...widgetLifecycle, earlier: [first] };
  const cancelWith = (lifecycle: typeof widgetLifecycle) =>
    server.ctx.db.transaction((tx) =>
      perform(
        tx,
        lifecycle,
        { id, action: 'cancel', input: {}, actor: systemActor('test'), scope: 'all' },
        server.ctx,
      ),
    );
  await expect(cancelWith(both)).rejects.toMatchObject({ code: 'illegal_transition' });
  await expect(cancelWith(widgetLifecycle)).rejects.toThrow('which is gone');
});

test('a declaration that contradicts itself stops the start', () => {
  const { states, actions, timers } = widgetLifecycle;
  const lonely = { ...states, lonely: { meaning: 'Nobody comes here' } };
  expect(() => defineLifecycle({ ...widgetLifecycle, states: lonely })).toThrow(
    'no action leads to "lonely"',
  );
  const wrong = { ...actions, accept: { ...actions.accept!, from: ['done'] } };
  expect(() => defineLifecycle({ ...widgetLifecycle, actions: wrong })).toThrow('leads out of "done"');
  const late = { answer: { ...timers.answer!, action: 'finish' } };
  expect(() => defineLifecycle({ ...widgetLifecycle, timers: late })).toThrow('not possible in "assigned"');
});
