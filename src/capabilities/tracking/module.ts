import { defineModule } from '../../platform/modules/manifest.ts';
import { channels } from './channels.ts';
import { trackingConfig } from './config.ts';
import { permissions } from './permissions.ts';
import { getTrack } from './routes/getTrack.ts';
import { listPositions } from './routes/listPositions.ts';
import { reportPositions } from './routes/reportPositions.ts';

export const tracking = defineModule({
  name: 'tracking',
  summary: 'Positions of vehicles and drivers: reported, stored, shown live, and read back as tracks',
  migrations: new URL('./migrations/', import.meta.url),
  config: trackingConfig,
  permissions,
  channels,
  routes: [reportPositions, listPositions, getTrack],
});
