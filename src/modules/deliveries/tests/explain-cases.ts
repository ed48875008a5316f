import { randomUUID } from 'node:crypto';
import type { Actor, Scope } from '../../../platform/auth/actor.ts';
import { guest, systemActor } from '../../../platform/auth/actor.ts';
import type { Transaction } from '../../../platform/db/database.ts';
import * as deliveries from '../queries/deliveries.ts';
import * as drivers from '../queries/drivers.ts';
import * as exceptions from '../queries/exceptions.ts';
import * as imports from '../queries/imports.ts';
import * as pricing from '../queries/pricing.ts';
import * as proofs from '../queries/proofs.ts';
import * as routes from '../queries/routes.ts';
import * as shifts from '../queries/shifts.ts';
import * as stateCounts from '../queries/state-counts.ts';
import * as tallies from '../queries/tallies.ts';
import * as links from '../queries/tracking-links.ts';

export const queryFiles = {
  deliveries,
  drivers,
  exceptions,
  imports,
  pricing,
  proofs,
  routes,
  shifts,
  stateCounts,
  tallies,
  links,
};

/** Ids that the seed is made of: number n of a kind. */
export const seedId = (kind: string, n: number): string =>
  `${kind.padEnd(8, '0')}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const kinds = { delivery: 'd0', driver: 'f0', customer: 'c0', import: 'a0', quote: 'e0', rate: 'b0' };

const some = {
  delivery: seedId(kinds.delivery, 777),
  driver: seedId(kinds.driver, 77),
  customer: seedId(kinds.customer, 7),
};
const office = { actor: systemActor('test'), scope: 'all' as Scope };
const person = (partyId: string): Actor => ({
  ...guest,
  kind: 'person',
  id: partyId,
  partyId,
  companyIds: [],
});
const customer = { actor: person(some.customer), scope: 'party' as Scope };
const driver = { actor: person(some.driver), scope: 'own' as Scope };
const region = {
  actor: { ...person(some.customer), regionIds: [seedId('99', 1)] },
  scope: 'region' as Scope,
};
const reaches = [office, customer, driver, region];
const now = new Date();
const limit = 51;
const driverIds = (count: number) => Array.from({ length: count }, (_, n) => seedId(kinds.driver, n));
const later = { pastId: some.delivery, limit };
const box = { west: 9.5, south: 47.1, east: 9.501, north: 47.101 };
const line = { id: seedId(kinds.import, 3) };

type Case = (tx: Transaction) => unknown;

/** For every function of queries/, the calls that the program makes of it. */
export const cases: Record<string, Case[]> = {
  'deliveries.findDelivery': reaches.map(
    (reach) => (tx) => deliveries.findDelivery(tx, some.delivery, reach),
  ),
  'deliveries.lockDelivery': reaches.map(
    (reach) => (tx) => deliveries.lockDelivery(tx, some.delivery, reach),
  ),
  'deliveries.updateDelivery': [(tx) => deliveries.updateDelivery(tx, some.delivery, { notes: 'x' })],
  'deliveries.listDeliveries': [
    ...reaches.flatMap((reach) => [
      (tx: Transaction) => deliveries.listDeliveries(tx, { limit }, reach),
      (tx: Transaction) => deliveries.listDeliveries(tx, { ...later, states: ['ready'] }, reach),
      (tx: Transaction) => deliveries.listDeliveries(tx, { ...later, states: ['ready', 'assigned'] }, reach),
      (tx: Transaction) => deliveries.listDeliveries(tx, { ...later, oldestFirst: true }, reach),
    ]),
    ...[
      { customerId: some.customer, states: ['ready'] },
      { driverId: some.driver },
      { reference: 'R-777', customerId: some.customer },
      { q: 'street 1234' },
      { q: 'zz' },
      { q: 'zz', states: ['ready', 'assigned'] },
      { q: 'street', driverId: some.driver },
      { q: 'street', withException: true },
      { driverId: some.driver, states: ['delivered', 'failed'] },
      { states: ['ready', 'assigned'], withException: true },
      { box },
      { windowBefore: now },
      { withException: true },
      { withException: false },
      { oldestFirst: true, states: ['ready', 'assigned'] },
      { oldestFirst: true, driverId: some.driver },
      { oldestFirst: true, withException: true },
      { oldestFirst: true, q: 'zz' },
    ].map((filter) => (tx: Transaction) => deliveries.listDeliveries(tx, { ...later, ...filter }, office)),
  ],
  'deliveries.listOffers': [(tx) => deliveries.listOffers(tx, some.driver)],
  'deliveries.loadByDriver': [(tx) => deliveries.loadByDriver(tx, driverIds(200))],
  'deliveries.hasAcceptedWork': [(tx) => deliveries.hasAcceptedWork(tx, some.driver)],
  'drivers.findDriver': reaches.map((reach) => (tx) => drivers.findDriver(tx, some.driver, reach)),
  'drivers.lockDriver': reaches.map((reach) => (tx) => drivers.lockDriver(tx, some.driver, reach)),
  'drivers.updateDriver': [(tx) => drivers.updateDriver(tx, some.driver, { name: 'x' })],
  'drivers.listDrivers': [
    (tx) => drivers.listDrivers(tx, { limit }, office),
    (tx) => drivers.listDrivers(tx, { states: ['online'], afterId: some.driver, limit }, office),
    (tx) => drivers.listDrivers(tx, { ids: driverIds(100), limit }, office),
  ],
  'drivers.listWorkingDrivers': [(tx) => drivers.listWorkingDrivers(tx, 2000)],
  'exceptions.listExceptions': [
    (tx) => exceptions.listExceptions(tx, { limit }, office),
    (tx) =>
      exceptions.listExceptions(
        tx,
        { reasons: ['late'], after: { since: now, id: some.delivery }, limit },
        office,
      ),
  ],
  'exceptions.putMark': [
    (tx) =>
      exceptions.putMark(tx, {
        deliveryId: some.delivery,
        exception: 'late',
        acknowledgedBy: 'x',
        acknowledgedAt: now,
        resolvedBy: null,
        resolvedAt: null,
        note: null,
        windowTo: null,
      }),
  ],
  'exceptions.lockLate': [(tx) => exceptions.lockLate(tx, new Date(0), 500)],
  'exceptions.flagLate': [(tx) => exceptions.flagLate(tx, [some.delivery], now)],
  'exceptions.listWaiting': [(tx) => exceptions.listWaiting(tx, 20)],
  'exceptions.countExceptions': [(tx) => exceptions.countExceptions(tx)],
  'imports.findImport': [(tx) => imports.findImport(tx, line.id, office)],
  'imports.lockImport': [(tx) => imports.lockImport(tx, line.id, customer)],
  'imports.listImports': [(tx) => imports.listImports(tx, { limit }, office)],
  'imports.updateImport': [(tx) => imports.updateImport(tx, line.id, { lastLine: 1 })],
  'imports.markDuplicates': [(tx) => imports.markDuplicates(tx, line.id)],
  'imports.countLines': [(tx) => imports.countLines(tx, line.id)],
  'imports.listWrongLines': [(tx) => imports.listWrongLines(tx, line.id, { afterLine: 5, limit })],
  'imports.nextLines': [(tx) => imports.nextLines(tx, line.id, { afterLine: 5, limit: 500 })],
  'imports.markWrong': [(tx) => imports.markWrong(tx, line.id, [{ line: 5, field: 'a', reason: 'b' }])],
  'imports.dropLines': [(tx) => imports.dropLines(tx, line.id)],
  'pricing.lockZone': [(tx) => pricing.lockZone(tx, randomUUID())],
  'pricing.removeZone': [(tx) => pricing.removeZone(tx, randomUUID(), now)],
  'pricing.listZones': [(tx) => pricing.listZones(tx, { limit })],
  'pricing.zonesAround': [(tx) => pricing.zonesAround(tx, { lat: 47, lng: 9 })],
  'pricing.findRate': [
    (tx) => pricing.findRate(tx, seedId(kinds.rate, 1)),
    (tx) => pricing.findRate(tx, seedId(kinds.rate, 1), 1),
  ],
  'pricing.listRates': [(tx) => pricing.listRates(tx, { limit })],
  'pricing.ratesFor': [(tx) => pricing.ratesFor(tx, [])],
  'pricing.findQuote': [
    (tx) => pricing.findQuote(tx, seedId(kinds.quote, 9), { customerIds: undefined }),
    (tx) => pricing.findQuote(tx, seedId(kinds.quote, 9), { customerIds: [some.customer], lock: true }),
  ],
  'pricing.useQuote': [(tx) => pricing.useQuote(tx, seedId(kinds.quote, 9), some.delivery)],
  'proofs.findProof': [(tx) => proofs.findProof(tx, randomUUID())],
  'proofs.listProofs': [(tx) => proofs.listProofs(tx, some.delivery)],
  'proofs.kindsOfTry': [(tx) => proofs.kindsOfTry(tx, some.delivery, 1)],
  'routes.openByDriver': [(tx) => routes.openByDriver(tx, driverIds(100))],
  'routes.finishedByDriver': [(tx) => routes.finishedByDriver(tx, driverIds(100), now)],
  'routes.listOpenDeliveries': [
    (tx) => routes.listOpenDeliveries(tx, some.driver),
    (tx) => routes.listOpenDeliveries(tx, some.driver, true),
  ],
  'routes.replaceRoute': [
    (tx) =>
      routes.replaceRoute(tx, some.driver, [
        { deliveryId: some.delivery, kind: 'dropoff', position: 1, etaAt: now },
      ]),
  ],
  'routes.placeDeliveries': [
    (tx) => routes.placeDeliveries(tx, [{ id: some.delivery, position: 1, etaAt: now }], now),
  ],
  'routes.markSeen': [(tx) => routes.markSeen(tx, some.driver, now)],
  'shifts.findShift': [(tx) => shifts.findShift(tx, randomUUID(), driver)],
  'shifts.lockShift': [(tx) => shifts.lockShift(tx, randomUUID(), office)],
  'shifts.listShifts': [
    (tx) => shifts.listShifts(tx, { limit }, office),
    (tx) => shifts.listShifts(tx, { limit }, driver),
    (tx) => shifts.listShifts(tx, { driverId: some.driver, from: now, to: now, limit }, office),
    (tx) =>
      shifts.listShifts(tx, { from: now, after: { plannedFrom: now, id: randomUUID() }, limit }, office),
  ],
  'shifts.hasActiveShift': [(tx) => shifts.hasActiveShift(tx, some.driver)],
  'stateCounts.readCounts': [(tx) => stateCounts.readCounts(tx)],
  'stateCounts.countVisible': [
    (tx) => stateCounts.countVisible(tx, ['ready', 'in_transit'], driver),
    (tx) => stateCounts.countVisible(tx, ['ready', 'in_transit'], region),
  ],
  'tallies.readTallies': [(tx) => tallies.readTallies(tx, 'offers')],
  'links.findTracked': [(tx) => links.findTracked(tx, Buffer.alloc(32, 5))],
  'links.listOpenOf': [(tx) => links.listOpenOf(tx, some.driver)],
};

/** Inserts by primary key, which read nothing; and what a nightly job does on purpose to old rows of every file. */
export const without = [
  'deliveries.insertDelivery',
  'deliveries.insertNewDeliveries',
  'drivers.insertDriver',
  'imports.insertImport',
  'imports.insertLines',
  'imports.dropOldLines',
  'pricing.insertZone',
  'pricing.saveZone',
  'pricing.insertRate',
  'pricing.insertQuote',
  'proofs.insertProof',
  'shifts.insertShift',
  'shifts.updateShift',
  'stateCounts.addToCounts',
  'tallies.addToTallies',
  'links.insertTrackingLink',
];
