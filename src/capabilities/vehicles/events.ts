import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';

const nothing = z.strictObject({});

export const vehiclesEvents = {
  vehicleAdded: defineEvent('vehicles.vehicleAdded', {
    meaning: 'A vehicle joined the fleet',
    payload: z.strictObject({ kind: z.string(), partyId: z.uuid().nullable() }),
  }),
  vehicleChanged: defineEvent('vehicles.vehicleChanged', {
    meaning: 'What is known of a vehicle was changed',
    payload: z.strictObject({ changed: z.array(z.string()) }),
  }),
  maintenanceStarted: defineEvent('vehicles.maintenanceStarted', {
    meaning: 'A vehicle is being repaired and cannot be used',
    payload: nothing,
  }),
  maintenanceEnded: defineEvent('vehicles.maintenanceEnded', {
    meaning: 'A vehicle can be used again',
    payload: nothing,
  }),
  vehicleRetired: defineEvent('vehicles.vehicleRetired', {
    meaning: 'A vehicle left the fleet',
    payload: nothing,
  }),
};
