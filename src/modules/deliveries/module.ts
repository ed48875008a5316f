import { defineModule } from '../../platform/modules/manifest.ts';
import { deliveriesConfig } from './config.ts';
import { driverLifecycle } from './driver-lifecycle.ts';
import { deliveriesErrors } from './errors.ts';
import { deliveriesEvents } from './events.ts';
import { deliveryLifecycle } from './lifecycle.ts';
import { deliveriesPermissions } from './permissions.ts';
import { findDriver } from './jobs/findDriver.ts';
import { changeDelivery } from './routes/changeDelivery.ts';
import { createDelivery } from './routes/createDelivery.ts';
import { createDriver } from './routes/createDriver.ts';
import { getDelivery } from './routes/getDelivery.ts';
import { getDriver } from './routes/getDriver.ts';
import { listCandidates } from './routes/listCandidates.ts';
import { listDeliveries } from './routes/listDeliveries.ts';
import { listDeliveryEvents } from './routes/listDeliveryEvents.ts';
import { listDrivers } from './routes/listDrivers.ts';
import { listProofs } from './routes/listProofs.ts';
import { recordProof } from './routes/recordProof.ts';
import { syncBusyDrivers } from './subscribers/syncBusyDrivers.ts';
import { findDrivers } from './subscribers/findDrivers.ts';
import { countStates } from './subscribers/countStates.ts';
import { deliveriesMetrics } from './telemetry.ts';

export const deliveries = defineModule({
  name: 'deliveries',
  summary: 'Last-mile deliveries, their drivers and proofs',
  migrations: new URL('./migrations/', import.meta.url),
  config: deliveriesConfig,
  errors: deliveriesErrors,
  permissions: deliveriesPermissions,
  events: Object.values(deliveriesEvents),
  lifecycles: [deliveryLifecycle, driverLifecycle],
  routes: [
    createDelivery,
    listDeliveries,
    getDelivery,
    changeDelivery,
    listDeliveryEvents,
    listCandidates,
    recordProof,
    listProofs,
    createDriver,
    listDrivers,
    getDriver,
  ],
  jobs: [findDriver],
  subscribers: [findDrivers, syncBusyDrivers, countStates],
  metrics: deliveriesMetrics,
});
