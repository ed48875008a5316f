import { randomUUID } from 'node:crypto';
import { allGuarded, guarded, later, read, reads, soon, type Entries } from './kinds-of-try.ts';

const [inside, outside] = [
  { lat: 47.5, lng: 9.5 },
  { lat: 40.5, lng: 9.5 },
];
const area = {
  type: 'Polygon',
  coordinates: [
    [
      [9, 47],
      [9.7, 47],
      [9.7, 47.3],
      [9, 47],
    ],
  ],
};
const terms = {
  currency: 'CHF',
  baseMinor: 500,
  perKilometerMinor: 100,
  perKilogramMinor: 0,
  perStopMinor: 0,
  minimumMinor: 0,
  surcharges: [],
  timeZone: 'Europe/Vaduz',
};
const ifMatch = { 'if-match': '"v999"' };

/** What the recipient may do by the link alone, whoever asks; 409 where the operator does not offer it, or not now. */
const byTheLink = (body: object) => ({
  send: (_: unknown, { things }: { things: Record<string, string | undefined> }) => ({
    params: { token: things.track! },
    body,
  }),
  may: [200, 409],
});
const tomorrow = (hours: number) => new Date(Date.now() + (24 + hours) * 3_600_000).toISOString();
const recipientEntries = {
  'deliveries.leaveNote': byTheLink({ note: 'Behind the shed' }),
  'deliveries.chooseNeighbour': byTheLink({ neighbour: 'Next door' }),
  'deliveries.rescheduleDelivery': byTheLink({ windowFrom: tomorrow(0), windowTo: tomorrow(2) }),
  'deliveries.rateDelivery': byTheLink({ stars: 5 }),
};

export const deliveryEntries: Entries = {
  'deliveries.createDelivery': {
    kind: 'delivery',
    beyond: 403,
    send: ({ partyId, relation }) => ({
      body: {
        customerId: partyId,
        pickup: outside,
        dropoff: relation === 'region' ? inside : outside,
        assignmentMode: 'manual',
      },
    }),
  },
  'deliveries.listDeliveries': { lists: 'delivery' },
  'deliveries.countDeliveries': {},
  ...reads('delivery', [
    'deliveries.getDelivery',
    'deliveries.listDeliveryEvents',
    'deliveries.listCandidates',
    'deliveries.listProofs',
    'deliveries.createTrackingLink',
  ]),
  'deliveries.createTrackingLink': {
    kind: 'delivery',
    send: ({ id }) => ({ params: { id }, body: {} }),
  },
  'deliveries.changeDelivery': guarded('delivery', { notes: 'other' }),
  'deliveries.recordProof': {
    kind: 'delivery',
    send: ({ id }) => ({ params: { id }, body: { kind: 'scan', text: 'x' } }),
    // Within reach, but not on its way: 409; or not theirs to drive: 403 of another code than the permission's.
    may: [403, 409],
  },
  'deliveries.getProofContent': {
    kind: 'delivery',
    send: ({ id, relation }, { things }) => ({ params: { id, proofId: things[`proof ${relation}`]! } }),
  },
  'deliveries.bulkActions': {
    kind: 'delivery',
    inside: 'delivery:update',
    // Not possible for a delivery that is no draft: it stays as it is, and says so to who reaches it.
    send: ({ id }) => ({ body: { action: 'release', ids: [id] } }),
    reached: ({ results }) => results[0].problem.code === 'illegal_transition',
  },
  ...allGuarded('delivery', {
    'deliveries.release': {},
    'deliveries.assignDriver': { driverId: randomUUID() },
    'deliveries.acceptDelivery': {},
    'deliveries.declineDelivery': {},
    'deliveries.unassignDriver': {},
    'deliveries.pickUp': {},
    'deliveries.startTransit': {},
    'deliveries.arrive': {},
    'deliveries.deliver': {},
    'deliveries.fail': { reason: 'nobody_there' },
    'deliveries.retry': {},
    'deliveries.startReturn': {},
    'deliveries.confirmReturn': {},
    'deliveries.cancel': {},
  }),

  'deliveries.createDriver': { send: () => ({ body: { name: 'new' } }) },
  'deliveries.listDrivers': { lists: 'driver' },
  'deliveries.listDriverDays': { lists: 'driver', listed: ({ driverId }) => driverId },
  ...reads('driver', ['deliveries.getDriver', 'deliveries.listOffers', 'deliveries.getRoute']),
  'deliveries.changeDriver': guarded('driver', { name: 'other' }),
  'deliveries.markRouteSeen': { kind: 'driver', send: ({ id }) => ({ params: { id }, body: {} }) },
  'deliveries.previewRoute': { kind: 'driver', send: ({ id }) => ({ params: { id }, body: {} }) },
  'deliveries.commitRoute': {
    kind: 'driver',
    send: ({ id }) => ({
      params: { id },
      body: { stops: [{ deliveryId: randomUUID(), kind: 'pickup' }] },
    }),
    may: [409, 422],
  },
  ...allGuarded('driver', {
    'deliveries.goOnline': {},
    'deliveries.goOffline': {},
    'deliveries.startBreak': {},
    'deliveries.endBreak': {},
  }),

  'deliveries.planShift': {
    send(_, { objects }) {
      const from = later();
      return {
        body: { driverId: objects.driver.foreign, plannedFrom: soon(from), plannedTo: soon(from + 1) },
      };
    },
  },
  'deliveries.listShifts': { lists: 'shift' },
  'deliveries.getShift': read('shift'),
  ...allGuarded('shift', {
    'deliveries.startShift': {},
    'deliveries.endShift': {},
    'deliveries.cancelShift': {},
  }),

  'deliveries.createDeliveryImport': {
    send: (_, { mine }) => ({
      query: { customerId: mine.partyId },
      body: 'reference,pickupLat,pickupLng,lat,lng\nx,47,9,47,9\n',
      headers: { 'content-type': 'text/csv' },
    }),
  },
  'deliveries.listDeliveryImports': { lists: 'import' },
  ...reads('import', ['deliveries.getDeliveryImport', 'deliveries.listWrongLines']),
  'deliveries.commitDeliveryImport': {
    kind: 'import',
    send: ({ id }) => ({ params: { id }, body: {} }),
    may: [200, 202, 409],
  },

  'deliveries.createZone': { send: () => ({ body: { name: 'new', area } }) },
  'deliveries.listZones': {},
  'deliveries.changeZone': {
    may: [412],
    send: (_, { things }) => ({ params: { id: things.zone! }, body: { name: 'other' }, headers: ifMatch }),
  },
  'deliveries.removeZone': {
    may: [412],
    send: (_, { things }) => ({ params: { id: things.zone! }, headers: ifMatch }),
  },
  'deliveries.createRate': { send: () => ({ body: { name: 'new', terms } }) },
  'deliveries.listRates': {},
  'deliveries.getRate': { send: (_, { things }) => ({ params: { id: things.rate! } }) },
  'deliveries.changeRate': {
    may: [412],
    send: (_, { things }) => ({
      params: { id: things.rate! },
      body: { name: 'other', terms },
      headers: ifMatch,
    }),
  },
  'deliveries.createQuote': {
    kind: 'quote',
    beyond: 403,
    send: ({ partyId }) => ({ body: { customerId: partyId, pickup: outside, dropoff: inside } }),
  },
  'deliveries.getQuote': read('quote'),

  'deliveries.listExceptions': {},
  'deliveries.acknowledgeException': {
    kind: 'delivery',
    send: ({ id }) => ({ params: { id }, body: {} }),
    may: [200, 409],
  },
  'deliveries.resolveException': {
    kind: 'delivery',
    send: ({ id }) => ({ params: { id }, body: {} }),
    may: [200, 409],
  },
  ...recipientEntries,
  'deliveries.trackDelivery': { send: (_, { things }) => ({ params: { token: things.track! } }) },
};
