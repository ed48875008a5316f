import { z } from 'zod';
import { defineEvent } from '../../platform/events/define-event.ts';
import { KINDS } from './rules/fix.ts';

const crossing = z.strictObject({
  geofenceId: z.uuid(),
  deviceId: z.uuid(),
  kind: z.enum(KINDS),
  lat: z.number(),
  lng: z.number(),
  enteredAt: z.iso.datetime().meta({ description: 'Device time' }),
});

export const geofenceEntered = defineEvent('tracking.geofenceEntered', {
  meaning: 'A vehicle or driver came into a geofence',
  payload: crossing,
});
export const geofenceLeft = defineEvent('tracking.geofenceLeft', {
  meaning: 'A vehicle or driver went out of a geofence',
  payload: crossing,
});
export const geofenceDwelled = defineEvent('tracking.geofenceDwelled', {
  meaning: 'A vehicle or driver has been inside a geofence for as long as it says',
  payload: crossing,
});

export const deviceChanged = defineEvent('tracking.deviceChanged', {
  meaning: 'Who may see and report for a vehicle or driver was changed',
  payload: z.strictObject({ deviceId: z.uuid(), removed: z.boolean() }),
});

/** After these the rights of open live sockets are asked again. */
export const rightsEvents: readonly string[] = [deviceChanged.name];

export const events = [deviceChanged, geofenceEntered, geofenceLeft, geofenceDwelled];
