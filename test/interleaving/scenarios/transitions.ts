import type { Context } from '../../../src/platform/context.ts';
import { perform, fireTimer } from '../../../src/platform/lifecycle/perform.ts';
import type { Lifecycle } from '../../../src/platform/lifecycle/lifecycle.ts';
import { systemActor } from '../../../src/platform/auth/actor.ts';
import { widgetLifecycle } from '../../../src/platform/testing/widgets/lifecycle.ts';
import { findWidget, type Widget } from '../../../src/platform/testing/widgets/queries.ts';
import type { Prepare, Scenario } from '../scenario.ts';
import type { Seat } from '../stage.ts';
import { seedWidget, wholeHistory, widgetNow } from './client.ts';

type WidgetLifecycle = Lifecycle<Widget>;

/** Reads without a lock, and counts versions where the row is written, so that no key can save it. */
const withoutLock: WidgetLifecycle = {
  ...widgetLifecycle,
  store: {
    lock: (tx, id) => findWidget(tx, id, { lock: false }),
    async save(tx, widget, { state, stateSince, changes }) {
      const [row] = await tx<Widget[]>`
        update widgets.widgets set ${tx({ state, state_since: stateSince, ...changes } as never)}, version = version + 1
        where id = ${widget.id}
        returning id, name, driver, state, version, lifecycle_version, state_since`;
      return row!;
    },
  },
};

const act =
  (lifecycle: WidgetLifecycle, id: string, action: string, input: object = {}) =>
  ({ ctx }: Seat) =>
    ctx.db.transaction((tx) =>
      perform(tx, lifecycle, { id, action, input, actor: systemActor('test'), scope: 'all' }, ctx),
    );

const twoAssigners =
  (lifecycle: WidgetLifecycle): Prepare =>
  async (stage) => {
    const id = await seedWidget(stage, 'ready');
    const drivers = ['anna', 'bert', 'cleo'];
    return {
      tasks: drivers.map((driver) => act(lifecycle, id, 'assign', { driver })),
      async check(outcomes) {
        const row = await widgetNow(stage, id);
        if (!wholeHistory(row)) return `version ${row.version}, events ${row.sequences.join(', ')}`;
        if (row.actions.length > 1) return `assigned ${row.actions.length} times`;
        const told = drivers.filter((_driver, index) => 'value' in outcomes[index]!);
        if (told.length > 1) return `${told.join(' and ')} were both told that they have it`;
        if (told[0] && told[0] !== row.driver) return `${told[0]} was told, and ${row.driver} has it`;
        return row.actions.length === 1 || told.length === 0 ? undefined : 'told, but nothing happened';
      },
    };
  };

const acceptOrCancel =
  (lifecycle: WidgetLifecycle): Prepare =>
  async (stage) => {
    const id = await seedWidget(stage, 'assigned');
    return {
      tasks: [act(lifecycle, id, 'accept'), act(lifecycle, id, 'cancel')],
      async check(outcomes) {
        const row = await widgetNow(stage, id);
        if (!wholeHistory(row)) return `version ${row.version}, events ${row.sequences.join(', ')}`;
        if (row.actions.length > 1) return `both happened: ${row.actions.join(', then ')}`;
        const states = ['accepted', 'cancelled'];
        const told = states.filter((_state, index) => 'value' in outcomes[index]!);
        if (told.length > 1) return 'both were told that they won';
        return told[0] === undefined || told[0] === row.state
          ? undefined
          : `told ${told[0]}, but ${row.state}`;
      },
    };
  };

/** Runs out for the first driver while they decline and a second one is asked: the second one's time has just begun. */
const timerOrAction =
  (lifecycle: WidgetLifecycle, fire: typeof fireTimer): Prepare =>
  async (stage) => {
    const sinceMs = 300_000;
    const id = await seedWidget(stage, 'assigned', sinceMs);
    const stateSince = new Date(stage.clock.nowMs() - sinceMs).toISOString();
    const inTurn = async (seat: Seat) => {
      await act(lifecycle, id, 'decline')(seat);
      return act(lifecycle, id, 'assign', { driver: 'second' })(seat);
    };
    return {
      tasks: [
        ({ ctx }) =>
          ctx.db.transaction((tx) => fire(tx, lifecycle, { id, timer: 'answer', stateSince }, ctx)),
        inTurn,
      ],
      async check() {
        const row = await widgetNow(stage, id);
        if (!wholeHistory(row)) return `version ${row.version}, events ${row.sequences.join(', ')}`;
        const withdrawn = row.actions.indexOf('withdraw');
        if (withdrawn > 0)
          return `the timer of the first driver took it from the second: ${row.actions.join(', ')}`;
        return undefined;
      },
    };
  };

/** Forgets which stay in the state it was started for. */
const anyStay: typeof fireTimer = async (
  tx,
  lifecycle,
  timer,
  ports: Pick<Context, 'clock' | 'rng' | 'config' | 'secrets'>,
) => {
  const entity = await lifecycle.store.lock(tx, timer.id, { actor: systemActor('timer'), scope: 'all' });
  if (!entity) return false;
  return fireTimer(tx, lifecycle, { ...timer, stateSince: entity.stateSince.toISOString() }, ports);
};

export const assigners: Scenario = {
  name: 'assigners',
  promise: 'Of several who assign at once one wins, and only that one is told so (14)',
  prepare: twoAssigners(widgetLifecycle),
  broken: { 'no row lock': twoAssigners(withoutLock) },
};

export const acceptCancel: Scenario = {
  name: 'accept-cancel',
  promise: 'What is accepted is not cancelled, and the other way round (14)',
  prepare: acceptOrCancel(widgetLifecycle),
  broken: { 'no row lock': acceptOrCancel(withoutLock) },
};

export const timerAction: Scenario = {
  name: 'timer-action',
  promise: 'A timer acts only on the stay in the state that it was started for',
  cuts: 0,
  prepare: timerOrAction(widgetLifecycle, fireTimer),
  broken: {
    'the stay is not compared': timerOrAction(widgetLifecycle, anyStay),
    'no row lock': timerOrAction(withoutLock, fireTimer),
  },
};
