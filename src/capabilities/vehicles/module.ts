import { defineModule } from '../../platform/modules/manifest.ts';
import { vehiclesErrors } from './errors.ts';
import { vehiclesEvents } from './events.ts';
import { vehicleLifecycle } from './lifecycle.ts';
import { permissions } from './permissions.ts';
import { changeVehicle } from './routes/changeVehicle.ts';
import { createVehicle } from './routes/createVehicle.ts';
import { getVehicle } from './routes/getVehicle.ts';
import { listVehicles } from './routes/listVehicles.ts';

export const vehicles = defineModule({
  name: 'vehicles',
  summary: 'The fleet: what each vehicle carries, and whether it can be used',
  migrations: new URL('./migrations/', import.meta.url),
  errors: vehiclesErrors,
  permissions,
  events: Object.values(vehiclesEvents),
  lifecycles: [vehicleLifecycle],
  routes: [createVehicle, listVehicles, getVehicle, changeVehicle],
});
