import { z } from 'zod';
import { defineLifecycle, type ActionDefinition } from '../../platform/lifecycle/lifecycle.ts';
import { vehiclesEvents } from './events.ts';
import { lockVehicle, updateVehicle, type Vehicle } from './queries/vehicles.ts';
import { showVehicle } from './rules/show.ts';
import { vehicle } from './schema.ts';

const permission = 'vehicle:write';
const input = z.strictObject({});
const apply: ActionDefinition<Vehicle>['apply'] = ({ now }) => ({ changes: { updatedAt: now }, payload: {} });

export const vehicleLifecycle = defineLifecycle<Vehicle>({
  entity: 'vehicle',
  module: 'vehicles',
  path: '/v1/vehicles',
  version: 1,
  initial: ['active'],
  states: {
    active: { meaning: 'In the fleet, to be used' },
    maintenance: { meaning: 'Being repaired; takes no new work' },
    retired: { meaning: 'Left the fleet', final: true },
  },
  actions: {
    startMaintenance: {
      from: ['active'],
      to: 'maintenance',
      meaning: 'Take a vehicle out of use until it is repaired',
      label: 'Start maintenance',
      permission,
      input,
      event: vehiclesEvents.maintenanceStarted,
      apply,
    },
    endMaintenance: {
      from: ['maintenance'],
      to: 'active',
      meaning: 'Put a vehicle back into use',
      label: 'End maintenance',
      permission,
      input,
      event: vehiclesEvents.maintenanceEnded,
      apply,
    },
    retire: {
      from: ['active', 'maintenance'],
      to: 'retired',
      meaning: 'Take a vehicle out of the fleet for good; its plate may be used again',
      label: 'Retire',
      permission,
      input,
      event: vehiclesEvents.vehicleRetired,
      apply,
    },
  },
  timers: {},
  store: {
    lock: lockVehicle,
    save: (tx, { id }, { changes, ...next }) => updateVehicle(tx, id, { ...changes, ...next }),
  },
  response: vehicle,
  show: showVehicle,
});
