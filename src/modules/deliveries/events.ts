import { z } from 'zod';
import { defineEvent, type EventDefinition } from '../../platform/events/define-event.ts';

const id = z.uuid();
const customer = { customerId: id };
const withDriver = { ...customer, driverId: id };

const event = <P extends z.ZodType>(name: string, meaning: string, payload: P): EventDefinition<P> =>
  defineEvent(`deliveries.${name}`, { meaning, payload });

/** What the module tells others, in the past tense. */
export const deliveriesEvents = {
  deliveryCreated: event('deliveryCreated', 'A delivery was ordered', z.looseObject(customer)),
  deliveryChanged: event('deliveryChanged', 'What a delivery asks for was changed', z.looseObject(customer)),
  deliveryReleased: event('deliveryReleased', 'A draft became ready', z.looseObject(customer)),
  driverAssigned: event(
    'driverAssigned',
    'A delivery was offered or given to a driver',
    z.looseObject(withDriver),
  ),
  offerDeclined: event('offerDeclined', 'A driver declined a delivery', z.looseObject(withDriver)),
  offerExpired: event('offerExpired', 'A driver did not answer in time', z.looseObject(withDriver)),
  driverUnassigned: event(
    'driverUnassigned',
    'A delivery was taken back from its driver',
    z.looseObject(withDriver),
  ),
  deliveryAccepted: event('deliveryAccepted', 'A driver accepted a delivery', z.looseObject(withDriver)),
  parcelPickedUp: event('parcelPickedUp', 'The driver has the parcel', z.looseObject(withDriver)),
  transitStarted: event('transitStarted', 'The driver is on the way to the door', z.looseObject(withDriver)),
  driverArrived: event('driverArrived', 'The driver is at the door', z.looseObject(withDriver)),
  deliveryDelivered: event('deliveryDelivered', 'The parcel was handed over', z.looseObject(withDriver)),
  deliveryFailed: event(
    'deliveryFailed',
    'The parcel could not be handed over',
    z.looseObject({ ...withDriver, reason: z.string() }),
  ),
  retryScheduled: event('retryScheduled', 'A failed delivery will be tried again', z.looseObject(customer)),
  returnStarted: event('returnStarted', 'The parcel goes back', z.looseObject(customer)),
  parcelReturned: event('parcelReturned', 'The parcel is back', z.looseObject(customer)),
  deliveryCancelled: event('deliveryCancelled', 'A delivery was cancelled', z.looseObject(customer)),
  proofRecorded: event(
    'proofRecorded',
    'A proof was recorded at the door',
    z.looseObject({ ...customer, proofId: id, kind: z.string() }),
  ),
  exceptionRaised: event(
    'exceptionRaised',
    'A delivery needs the eye of a dispatcher',
    z.looseObject({ ...customer, exception: z.string() }),
  ),
  importChecked: event(
    'importChecked',
    'A file of deliveries was read and checked',
    z.looseObject({ linesTotal: z.int(), linesWrong: z.int() }),
  ),
  importStarted: event('importStarted', 'The deliveries of a file are being ordered', z.looseObject({})),
  importFinished: event(
    'importFinished',
    'The deliveries of a file are ordered',
    z.looseObject({ linesImported: z.int() }),
  ),
  zoneCreated: event('zoneCreated', 'A zone was added', z.looseObject({ name: z.string() })),
  zoneChanged: event('zoneChanged', 'A zone was changed', z.looseObject({ name: z.string() })),
  zoneRemoved: event('zoneRemoved', 'A zone was removed', z.looseObject({ name: z.string() })),
  rateVersionAdded: event(
    'rateVersionAdded',
    'A rate was added, or a version of it',
    z.looseObject({ name: z.string() }),
  ),
  quoteMade: event(
    'quoteMade',
    'A price was promised for a while',
    z.looseObject({ ...customer, totalMinor: z.int(), currency: z.string() }),
  ),
  shiftPlanned: event('shiftPlanned', 'A shift was planned', z.looseObject({ driverId: id })),
  shiftStarted: event('shiftStarted', 'A driver began a shift', z.looseObject({ driverId: id })),
  shiftEnded: event('shiftEnded', 'A driver ended a shift', z.looseObject({ driverId: id })),
  shiftCancelled: event('shiftCancelled', 'A shift was called off', z.looseObject({ driverId: id })),
  exceptionAcknowledged: event(
    'exceptionAcknowledged',
    'A dispatcher looks after an exception',
    z.looseObject({ ...customer, exception: z.string() }),
  ),
  exceptionResolved: event(
    'exceptionResolved',
    'An exception was settled',
    z.looseObject({ ...customer, exception: z.string() }),
  ),
  trackingLinkCreated: event(
    'trackingLinkCreated',
    'A link to follow a delivery was made',
    z.looseObject({ ...customer, deliveryId: id }),
  ),
  recipientWished: event(
    'recipientWished',
    'The recipient left a note or chose a neighbour through the tracking link',
    z.looseObject({
      ...customer,
      note: z.string().nullable().optional(),
      neighbour: z.string().nullable().optional(),
    }),
  ),
  deliveryRated: event(
    'deliveryRated',
    'The recipient said how the delivery was',
    z.looseObject({ ...customer, rating: z.looseObject({ stars: z.int() }) }),
  ),
  routeCommitted: event('routeCommitted', 'The route of a driver was set', z.looseObject({ driverId: id })),
  routeSeen: event('routeSeen', "A driver's phone has shown the route", z.looseObject({ driverId: id })),
  deliveryPlanned: event(
    'deliveryPlanned',
    'A delivery got a place and a time in the route of its driver',
    z.looseObject({ ...withDriver, routePosition: z.int() }),
  ),
  driverCreated: event('driverCreated', 'A driver was added', z.looseObject({ name: z.string() })),
  driverChanged: event('driverChanged', 'A driver was changed', z.looseObject({ name: z.string() })),
  driverWentOnline: event('driverWentOnline', 'A driver began to work', z.looseObject({})),
  driverWentOffline: event('driverWentOffline', 'A driver stopped working', z.looseObject({})),
  breakStarted: event('breakStarted', 'A driver takes a break', z.looseObject({})),
  breakEnded: event('breakEnded', 'A driver came back from a break', z.looseObject({})),
  driverBecameBusy: event('driverBecameBusy', 'A driver has accepted work', z.looseObject({})),
  driverBecameFree: event('driverBecameFree', 'A driver has finished all accepted work', z.looseObject({})),
} as const;
