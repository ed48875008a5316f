import { defineModule } from '../../platform/modules/manifest.ts';
import { geographyConfig } from './config.ts';
import { geographyErrors } from './errors.ts';
import { geographyEvents } from './events.ts';
import { permissions } from './permissions.ts';
import { importMap } from './jobs/importMap.ts';
import { cancelMapImport } from './routes/cancelMapImport.ts';
import { distanceTable } from './routes/distanceTable.ts';
import { getMapImport } from './routes/getMapImport.ts';
import { getMapStyle } from './routes/getMapStyle.ts';
import { getTile } from './routes/getTile.ts';
import { listMapImports } from './routes/listMapImports.ts';
import { listMaps } from './routes/listMaps.ts';
import { matchTrack } from './routes/matchTrack.ts';
import { nearestAddress } from './routes/nearestAddress.ts';
import { nearestStreets } from './routes/nearestStreets.ts';
import { planRoute } from './routes/planRoute.ts';
import { reachableAreas } from './routes/reachableAreas.ts';
import { searchAddresses } from './routes/searchAddresses.ts';
import { startMapImport } from './routes/startMapImport.ts';

import { followUploads } from './subscribers/followUploads.ts';

export const geography = defineModule({
  name: 'geography',
  summary: 'Streets, addresses and map tiles from OpenStreetMap data, without any outside service',
  migrations: new URL('./migrations/', import.meta.url),
  config: geographyConfig,
  errors: geographyErrors,
  permissions,
  events: Object.values(geographyEvents),
  routes: [
    planRoute,
    distanceTable,
    reachableAreas,
    nearestStreets,
    matchTrack,
    searchAddresses,
    nearestAddress,
    getTile,
    getMapStyle,
    listMaps,
    startMapImport,
    listMapImports,
    cancelMapImport,
    getMapImport,
  ],
  jobs: [importMap],
  subscribers: [followUploads],
});
