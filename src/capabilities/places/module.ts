import { defineModule } from '../../platform/modules/manifest.ts';
import { placesConfig } from './config.ts';
import { placesErrors } from './errors.ts';
import { placesEvents } from './events.ts';
import { permissions } from './permissions.ts';
import { archivePlace } from './routes/archivePlace.ts';
import { changePlace } from './routes/changePlace.ts';
import { changeRegion } from './routes/changeRegion.ts';
import { createPlace } from './routes/createPlace.ts';
import { createRegion } from './routes/createRegion.ts';
import { getPlace } from './routes/getPlace.ts';
import { getRegion } from './routes/getRegion.ts';
import { importPlaces } from './routes/importPlaces.ts';
import { listPlaces } from './routes/listPlaces.ts';
import { listRegions } from './routes/listRegions.ts';
import { nearestPlaces } from './routes/nearestPlaces.ts';

export const places = defineModule({
  name: 'places',
  summary: 'Addresses with their points, and regions of the map',
  migrations: new URL('./migrations/', import.meta.url),
  config: placesConfig,
  errors: placesErrors,
  permissions,
  events: Object.values(placesEvents),
  routes: [
    createPlace,
    listPlaces,
    nearestPlaces,
    getPlace,
    changePlace,
    archivePlace,
    importPlaces,
    createRegion,
    listRegions,
    getRegion,
    changeRegion,
  ],
});
