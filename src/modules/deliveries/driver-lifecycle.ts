import { z } from 'zod';
import { defineLifecycle, type ActionDefinition } from '../../platform/lifecycle/lifecycle.ts';
import { freeOrBusy } from './actions/freeOrBusy.ts';
import { goOffline } from './actions/goOffline.ts';
import { deliveriesEvents as events } from './events.ts';
import { lockDriver, updateDriver, type Driver } from './queries/drivers.ts';
import { showDriver } from './rules/show.ts';
import { driver } from './schema.ts';

type Action = ActionDefinition<Driver>;

const none = z.strictObject({});
const change = (action: Omit<Action, 'input' | 'apply'>): Action => ({
  ...action,
  input: none,
  apply: ({ entity }) => ({ payload: { name: entity.name } }),
});

export const driverLifecycle = defineLifecycle<Driver>({
  entity: 'driver',
  module: 'deliveries',
  path: '/v1/drivers',
  version: 1,
  initial: ['offline'],
  states: {
    offline: { meaning: 'Not working' },
    online: { meaning: 'Working and free' },
    on_break: { meaning: 'On a break; gets no offers, and keeps what was accepted' },
    busy: { meaning: 'Working on accepted deliveries' },
  },
  actions: {
    goOnline: {
      from: ['offline'],
      to: ['online', 'busy'],
      label: 'Start work',
      meaning: 'Begin to work; offers may come',
      permission: 'driver:work',
      input: none,
      event: events.driverWentOnline,
      apply: freeOrBusy,
    },
    goOffline: {
      from: ['online', 'on_break'],
      to: 'offline',
      label: 'End work',
      meaning: 'Stop working; possible when nothing is open',
      permission: 'driver:work',
      input: none,
      event: events.driverWentOffline,
      problems: ['driver_has_deliveries'],
      apply: goOffline,
    },
    startBreak: change({
      from: ['online', 'busy'],
      to: 'on_break',
      label: 'Break',
      meaning: 'Take a break; accepted deliveries stay with the driver',
      permission: 'driver:work',
      event: events.breakStarted,
    }),
    endBreak: {
      from: ['on_break'],
      to: ['online', 'busy'],
      label: 'Back',
      meaning: 'Come back from a break',
      permission: 'driver:work',
      input: none,
      event: events.breakEnded,
      apply: freeOrBusy,
    },
    becomeBusy: change({
      from: ['online'],
      to: 'busy',
      label: 'Busy',
      meaning: 'A delivery was accepted',
      permission: 'system',
      event: events.driverBecameBusy,
    }),
    becomeFree: change({
      from: ['busy'],
      to: 'online',
      label: 'Free',
      meaning: 'The last accepted delivery is done',
      permission: 'system',
      event: events.driverBecameFree,
    }),
  },
  timers: {},
  store: {
    lock: lockDriver,
    save: (tx, entity, { changes, ...next }) => updateDriver(tx, entity.id, { ...changes, ...next }),
  },
  response: driver,
  show: showDriver,
});
