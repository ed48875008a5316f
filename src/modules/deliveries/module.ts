import { defineModule } from '../../platform/modules/manifest.ts';
import { deliveriesChannel, deliveryChannel } from './channels/delivery.ts';
import { workChannel } from './channels/work.ts';
import { deliveriesConfig } from './config.ts';
import { driverLifecycle } from './driver-lifecycle.ts';
import { deliveriesErrors } from './errors.ts';
import { deliveriesEvents } from './events.ts';
import { deliveryLifecycle } from './lifecycle.ts';
import { deliveriesPermissions } from './permissions.ts';
import { dropOldImports } from './jobs/dropOldImports.ts';
import { findDriver } from './jobs/findDriver.ts';
import { flagLate } from './jobs/flagLate.ts';
import { importRows } from './jobs/importRows.ts';
import { changeDelivery } from './routes/changeDelivery.ts';
import { commitDeliveryImport } from './routes/commitDeliveryImport.ts';
import { countDeliveries } from './routes/countDeliveries.ts';
import { createDelivery } from './routes/createDelivery.ts';
import { createDeliveryImport } from './routes/createDeliveryImport.ts';
import { createDriver } from './routes/createDriver.ts';
import { getDelivery } from './routes/getDelivery.ts';
import { getDeliveryImport } from './routes/getDeliveryImport.ts';
import { getDriver } from './routes/getDriver.ts';
import { listCandidates } from './routes/listCandidates.ts';
import { listDeliveries } from './routes/listDeliveries.ts';
import { listDeliveryEvents } from './routes/listDeliveryEvents.ts';
import { listDeliveryImports } from './routes/listDeliveryImports.ts';
import { listDriverDays } from './routes/listDriverDays.ts';
import { listDrivers } from './routes/listDrivers.ts';
import { getProofContent } from './routes/getProofContent.ts';
import { listProofs } from './routes/listProofs.ts';
import { listWrongLines } from './routes/listWrongLines.ts';
import { recordProof } from './routes/recordProof.ts';
import { createZone } from './routes/createZone.ts';
import { listZones } from './routes/listZones.ts';
import { changeZone } from './routes/changeZone.ts';
import { removeZone } from './routes/removeZone.ts';
import { createRate } from './routes/createRate.ts';
import { listRates } from './routes/listRates.ts';
import { getRate } from './routes/getRate.ts';
import { changeRate } from './routes/changeRate.ts';
import { createQuote } from './routes/createQuote.ts';
import { getQuote } from './routes/getQuote.ts';
import { planShift } from './routes/planShift.ts';
import { listShifts } from './routes/listShifts.ts';
import { getShift } from './routes/getShift.ts';
import { changeDriver } from './routes/changeDriver.ts';
import { listOffers } from './routes/listOffers.ts';
import { createTrackingLink } from './routes/createTrackingLink.ts';
import { trackDelivery } from './routes/trackDelivery.ts';
import { leaveNote } from './routes/leaveNote.ts';
import { chooseNeighbour } from './routes/chooseNeighbour.ts';
import { rescheduleDelivery } from './routes/rescheduleDelivery.ts';
import { rateDelivery } from './routes/rateDelivery.ts';
import { listExceptions } from './routes/listExceptions.ts';
import { acknowledgeException } from './routes/acknowledgeException.ts';
import { resolveException } from './routes/resolveException.ts';
import { bulkActions } from './routes/bulkActions.ts';
import { previewRoute } from './routes/previewRoute.ts';
import { commitRoute } from './routes/commitRoute.ts';
import { getRoute } from './routes/getRoute.ts';
import { markRouteSeen } from './routes/markRouteSeen.ts';
import { syncBusyDrivers } from './subscribers/syncBusyDrivers.ts';
import { findDrivers } from './subscribers/findDrivers.ts';
import { findWork } from './subscribers/findWork.ts';
import { giveNotices } from './subscribers/giveNotices.ts';
import { countStates } from './subscribers/countStates.ts';
import { tallyOutcomes } from './subscribers/tallyOutcomes.ts';
import { sealedCode } from './sealed-code.ts';
import { shiftLifecycle } from './shift-lifecycle.ts';
import { deliveriesMetrics } from './telemetry.ts';

export const deliveries = defineModule({
  name: 'deliveries',
  summary: 'Last-mile deliveries, their drivers and proofs',
  sensitive: ['name', 'phone', 'street', 'houseNumber', 'instructions', 'notes', 'text'],
  migrations: new URL('./migrations/', import.meta.url),
  encrypted: [sealedCode],
  config: deliveriesConfig,
  errors: deliveriesErrors,
  permissions: deliveriesPermissions,
  events: Object.values(deliveriesEvents),
  lifecycles: [deliveryLifecycle, driverLifecycle, shiftLifecycle],
  routes: [
    createDelivery,
    listDeliveries,
    getDelivery,
    changeDelivery,
    listDeliveryEvents,
    listCandidates,
    recordProof,
    listProofs,
    getProofContent,
    createDriver,
    listDrivers,
    listDriverDays,
    countDeliveries,
    getDriver,
    createDeliveryImport,
    listDeliveryImports,
    getDeliveryImport,
    listWrongLines,
    commitDeliveryImport,
    createZone,
    listZones,
    changeZone,
    removeZone,
    createRate,
    listRates,
    getRate,
    changeRate,
    createQuote,
    getQuote,
    planShift,
    listShifts,
    getShift,
    changeDriver,
    listOffers,
    createTrackingLink,
    trackDelivery,
    leaveNote,
    chooseNeighbour,
    rescheduleDelivery,
    rateDelivery,
    listExceptions,
    acknowledgeException,
    resolveException,
    bulkActions,
    previewRoute,
    commitRoute,
    getRoute,
    markRouteSeen,
  ],
  jobs: [findDriver, importRows, dropOldImports, flagLate],
  subscribers: [findDrivers, findWork, syncBusyDrivers, countStates, tallyOutcomes, giveNotices],
  channels: [deliveryChannel, deliveriesChannel, workChannel],
  metrics: deliveriesMetrics,
});
