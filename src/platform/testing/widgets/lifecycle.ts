import { z } from 'zod';
import { defineErrors } from '../../errors/problem.ts';
import { defineEvent } from '../../events/define-event.ts';
import { defineLifecycle, type Lifecycle } from '../../lifecycle/lifecycle.ts';
import { findWidget, saveWidget, type Widget } from './queries.ts';

export const widgetErrors = defineErrors({
  driver_unfit: { status: 409, title: 'This driver cannot take the widget' },
});

const anything = z.record(z.string(), z.unknown());
const event = (name: string) => defineEvent(`widgets.${name}`, { meaning: name, payload: anything });
export const widgetCreated = event('widgetCreated');
export const widgetRenamed = event('widgetRenamed');

export const shownWidget = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    driver: z.string().nullable(),
    state: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Widget' });

export const showWidget = ({ id, name, driver, state, version }: Widget) => ({
  id,
  name,
  driver,
  state,
  version,
});

const none = z.strictObject({});
const permission = 'widget:write';

/** Large enough for every race of the engine: two may want it, one may take it back, and time may run out. */
export const widgetLifecycle: Lifecycle<Widget> = defineLifecycle<Widget>({
  entity: 'widget',
  module: 'widgets',
  path: '/v1/widgets',
  version: 2,
  initial: ['ready'],
  states: {
    ready: { meaning: 'Waits for a driver' },
    assigned: { meaning: 'A driver was asked' },
    accepted: { meaning: 'The driver took it' },
    done: { meaning: 'Over', final: true },
    cancelled: { meaning: 'Not wanted any more', final: true },
  },
  actions: {
    assign: {
      from: ['ready'],
      to: 'assigned',
      meaning: 'Ask a driver',
      label: 'Assign',
      permission,
      input: z.strictObject({ driver: z.string().min(1).max(50) }),
      event: event('widgetAssigned'),
      guard({ input }) {
        if (input.driver === 'unfit') throw widgetErrors.driver_unfit('This driver has no licence.');
      },
      apply: ({ input }) => ({ changes: { driver: input.driver }, payload: { driver: input.driver } }),
    },
    accept: {
      from: ['assigned'],
      to: 'accepted',
      meaning: 'Take it',
      label: 'Accept',
      permission,
      input: none,
      event: event('widgetAccepted'),
      apply: () => ({ payload: {} }),
    },
    decline: {
      from: ['assigned'],
      to: 'ready',
      meaning: 'Leave it',
      label: 'Decline',
      permission,
      input: none,
      event: event('widgetDeclined'),
      apply: () => ({ changes: { driver: null }, payload: {} }),
    },
    withdraw: {
      from: ['assigned'],
      to: 'ready',
      meaning: 'Take the question back after no answer',
      label: 'Withdraw',
      permission: 'system',
      input: none,
      event: event('widgetWithdrawn'),
      apply: () => ({ changes: { driver: null }, payload: {} }),
    },
    cancel: {
      from: ['ready', 'assigned'],
      to: 'cancelled',
      meaning: 'Give it up',
      label: 'Cancel',
      permission,
      input: none,
      event: event('widgetCancelled'),
      apply: () => ({ payload: {} }),
    },
    finish: {
      from: ['accepted'],
      to: ['done', 'ready'],
      meaning: 'End it, or send it round again',
      label: 'Finish',
      permission,
      input: z.strictObject({ again: z.boolean().optional() }),
      event: event('widgetFinished'),
      apply: ({ input }) => ({ to: input.again ? 'ready' : 'done', payload: {} }),
    },
  },
  timers: {
    answer: {
      state: 'assigned',
      action: 'withdraw',
      meaning: 'The driver did not answer',
      afterSeconds: () => 300,
    },
  },
  store: {
    lock: (tx, id) => findWidget(tx, id, { lock: true }),
    save: saveWidget,
  },
  response: shownWidget,
  show: showWidget,
});
