import { z } from 'zod';
import { defineLifecycle } from '../../platform/lifecycle/lifecycle.ts';
import { cancelShift } from './actions/cancelShift.ts';
import { endShift } from './actions/endShift.ts';
import { startShift } from './actions/startShift.ts';
import { deliveriesEvents as events } from './events.ts';
import { lockShift, updateShift, type Shift } from './queries/shifts.ts';
import { shift, showShift } from './rules/show-shift.ts';

const none = z.strictObject({});

export const shiftLifecycle = defineLifecycle<Shift>({
  entity: 'shift',
  module: 'deliveries',
  path: '/v1/shifts',
  version: 1,
  initial: ['planned'],
  states: {
    planned: { meaning: 'Will be worked' },
    active: { meaning: 'Is being worked' },
    ended: { meaning: 'Was worked', final: true },
    cancelled: { meaning: 'Will not be worked', final: true },
  },
  actions: {
    startShift: {
      from: ['planned'],
      to: 'active',
      label: 'Start',
      meaning: 'Start the shift; the driver goes online',
      permission: 'driver:work',
      input: none,
      event: events.shiftStarted,
      problems: ['shift_overlaps'],
      apply: startShift,
    },
    endShift: {
      from: ['active'],
      to: 'ended',
      label: 'End',
      meaning: 'End the shift; the driver goes offline',
      permission: 'driver:work',
      input: none,
      event: events.shiftEnded,
      problems: ['driver_has_deliveries'],
      apply: endShift,
    },
    cancelShift: {
      from: ['planned'],
      to: 'cancelled',
      label: 'Cancel',
      meaning: 'Call the shift off; driver and vehicle are free in this time',
      permission: 'driver:manage',
      input: none,
      event: events.shiftCancelled,
      compensation: 'Driver and vehicle are free in this time',
      apply: cancelShift,
    },
  },
  timers: {},
  store: {
    lock: lockShift,
    async save(tx, entity, { changes, ...next }) {
      return updateShift(tx, entity.id, { ...changes, ...next });
    },
  },
  response: shift,
  show: showShift,
});
