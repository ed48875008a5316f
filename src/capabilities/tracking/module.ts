import { defineModule } from '../../platform/modules/manifest.ts';
import { channels } from './channels.ts';
import { trackingConfig } from './config.ts';
import { makeDays } from './jobs/makeDays.ts';
import { retirePositions } from './jobs/retirePositions.ts';
import { permissions } from './permissions.ts';
import { trackingErrors } from './errors.ts';
import { events } from './events.ts';
import { changeGeofence } from './routes/changeGeofence.ts';
import { createGeofence } from './routes/createGeofence.ts';
import { exportGpx } from './routes/exportGpx.ts';
import { getTrack } from './routes/getTrack.ts';
import { importGpx } from './routes/importGpx.ts';
import { listDevices } from './routes/listDevices.ts';
import { listGeofences } from './routes/listGeofences.ts';
import { listInside } from './routes/listInside.ts';
import { listPositions } from './routes/listPositions.ts';
import { putDevice } from './routes/putDevice.ts';
import { removeDevice } from './routes/removeDevice.ts';
import { removeGeofence } from './routes/removeGeofence.ts';
import { reportOsmand } from './routes/reportOsmand.ts';
import { reportOwnTracks } from './routes/reportOwnTracks.ts';
import { reportPositions } from './routes/reportPositions.ts';
import { reportTraccar } from './routes/reportTraccar.ts';
import { setUpPhone } from './routes/setUpPhone.ts';

export const tracking = defineModule({
  name: 'tracking',
  summary: 'Positions of vehicles and drivers: reported, stored, shown live, and read back as tracks',
  migrations: new URL('./migrations/', import.meta.url),
  config: trackingConfig,
  permissions,
  channels,
  jobs: [makeDays, retirePositions],
  events,
  errors: trackingErrors,
  routes: [
    reportPositions,
    listPositions,
    getTrack,
    importGpx,
    exportGpx,
    putDevice,
    listDevices,
    removeDevice,
    setUpPhone,
    createGeofence,
    changeGeofence,
    removeGeofence,
    listGeofences,
    listInside,
    reportTraccar,
    reportOsmand,
    reportOwnTracks,
  ],
});
