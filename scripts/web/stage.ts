import { randomUUID } from 'node:crypto';
import { call, type AnswerOf } from '../../client/src/api.ts';
import { HttpClient } from '../../client/src/http.ts';
import { addSeldom, type Hired, takePhoto } from './stage-more.ts';

type Delivery = AnswerOf<'deliveries.createDelivery'>;
type Role = 'dispatcher' | 'driver' | 'admin';
const steps = ['acceptDelivery', 'pickUp', 'startTransit', 'arrive'] as const;
const statesAfter = ['accepted', 'picked_up', 'in_transit', 'arrived'];
const positionsEveryMs = 15_000;

export interface Stage {
  office: HttpClient;
  /** What the holes in the paths of the screens stand for. */
  found: Readonly<Record<string, string>>;
  /** Whose app the driver's screens show. */
  driverId: string;
  /** Where that driver stands. */
  position: { latitude: number; longitude: number };
  /** Lets one more delivery fail; the address of its tracking page. */
  fail(): Promise<string>;
  close(): void;
}

/** People and deliveries of its own in the demo, so that every state is there while the simulated fleet drives on. */
export async function setStage(baseUrl: string): Promise<Stage> {
  const httpOf = async (role: Role, partyId?: string) => {
    const body = { role, ...(partyId && { partyId }) };
    const { token } = await call(new HttpClient({ baseUrl }), 'accounts.createDemoToken', { body });
    return new HttpClient({ baseUrl, token: () => token });
  };
  const office = await httpOf('dispatcher');
  const found: Record<string, string> = {};
  const { items: doors } = await call(office, 'deliveries.listDeliveries', { query: { limit: '60' } });
  if (doors.length < 20) throw new Error('The demo has too few deliveries to take pictures of.');
  let taken = 0;
  /** Where a driver stands who is not where the first parcel waits. */
  const standing = new Map<string, { lat: number; lng: number }>();
  const timers: ReturnType<typeof setInterval>[] = [];

  const order = async (proofRules: Delivery['proofRules'], notes?: string): Promise<Delivery> => {
    const { pickup, dropoff } = doors[taken++ % doors.length] as Delivery;
    const windowTo = new Date(Date.now() + (3 + taken / 4) * 3_600_000).toISOString();
    return call(office, 'deliveries.createDelivery', {
      body: {
        customerId: randomUUID(),
        pickup,
        dropoff: { ...dropoff, phone: '+423 555 01 23', instructions: 'Second floor, ring at “Praxis”' },
        assignmentMode: 'manual',
        windowTo,
        weightGrams: 2400,
        reference: `A-${4100 + taken}`,
        proofRules,
        ...(notes && { notes }),
      },
    });
  };
  const link = async (name: string, { id }: Delivery) => {
    const made = await call(office, 'deliveries.createTrackingLink', { path: { id }, body: {} });
    found[`tracking.${name}`] = made.pagePath;
    return made.pagePath;
  };
  const hire = async (name: string, capacityGrams?: number) => {
    const { id } = await call(office, 'deliveries.createDriver', {
      // The simulated fleet takes the drivers whose ids come first.
      body: {
        id: randomUUID().replace(/^..../, 'ffff'),
        name,
        phone: '+423 555 01 00',
        vehicleKind: 'van',
        ...(capacityGrams !== undefined && { capacityGrams }),
      },
    });
    const phone = await httpOf('driver', id);
    await call(phone, 'deliveries.goOnline', { path: { id }, body: {} });
    const report = async () => {
      const { lat, lng } = standing.get(id) ?? (doors[0] as Delivery).pickup;
      const positions = [
        {
          deviceId: id,
          kind: 'driver' as const,
          time: new Date().toISOString(),
          lat,
          lng,
        },
      ];
      await call(phone, 'tracking.reportPositions', { body: { positions } });
    };
    await report();
    timers.push(setInterval(() => void report().catch(() => undefined), positionsEveryMs));
    return { id, phone, report };
  };
  const bring = async ({ id: driverId, phone }: Hired, { id }: Pick<Delivery, 'id'>, state: string) => {
    await call(office, 'deliveries.assignDriver', { path: { id }, body: { driverId } });
    if (state === 'assigned') return;
    for (const [index, step] of steps.entries()) {
      await call(phone, `deliveries.${step}`, { path: { id }, body: {} });
      if (statesAfter[index] === state) return;
    }
  };

  const lena = await hire('Lena Vogt');
  const jonas = await hire('Jonas Frei');
  const arrived = await order(['signature', 'photo'], 'Fragile: a lamp.');
  standing.set(lena.id, arrived.dropoff);
  await lena.report();
  await bring(lena, arrived, 'arrived');
  const next = await order([]);
  await bring(lena, next, 'accepted');
  await bring(lena, await order(['code']), 'picked_up');
  const offer = await order(['scan']);
  await bring(lena, offer, 'assigned');
  const done = await order([]);
  await bring(lena, done, 'arrived');
  await takePhoto(lena.phone, done.id);
  await call(lena.phone, 'deliveries.deliver', { path: { id: done.id }, body: { receivedBy: 'Maria Beck' } });
  Object.assign(found, {
    'stop.arrived': arrived.id,
    'stop.accepted': next.id,
    'stop.offer': offer.id,
    'stop.done': done.id,
    delivery: arrived.id,
    finished: done.id,
    driver: lena.id,
  });

  const onTheWay = await order([]);
  await link('in_transit', onTheWay);
  await bring(jonas, onTheWay, 'in_transit');
  const later = await order([]);
  await link('picked_up', later);
  await bring(jonas, later, 'picked_up');
  const handedOver = await order([]);
  await link('delivered', handedOver);
  await bring(jonas, handedOver, 'arrived');
  await call(jonas.phone, 'deliveries.deliver', { path: { id: handedOver.id }, body: {} });
  const fail = async () => {
    const delivery = await order([]);
    await bring(jonas, delivery, 'arrived');
    await call(jonas.phone, 'deliveries.fail', {
      path: { id: delivery.id },
      body: { reason: 'nobody_there' },
    });
    return link('failed', delivery);
  };
  await fail();
  const ready = await order([]);
  await link('ready', ready);
  found['ready'] = ready.id;
  const cancelled = await order([]);
  await link('cancelled', cancelled);
  await call(office, 'deliveries.cancel', { path: { id: cancelled.id }, body: {} });
  await link('arrived', arrived);
  await addSeldom({ office, found, order, hire, bring });
  await furnish(await httpOf('admin'), doors);
  const close = () => {
    for (const timer of timers) clearInterval(timer);
  };
  const { lat, lng } = arrived.dropoff;
  return {
    office,
    found,
    driverId: lena.id,
    position: { latitude: lat, longitude: lng },
    fail,
    close,
  };
}

/** What the administration's lists would not show otherwise. */
async function furnish(http: HttpClient, doors: readonly Delivery[]): Promise<void> {
  const lats = doors.map(({ dropoff }) => dropoff.lat);
  const lngs = doors.map(({ dropoff }) => dropoff.lng);
  const [south, north, west, east] = [
    Math.min(...lats),
    Math.max(...lats),
    Math.min(...lngs),
    Math.max(...lngs),
  ];
  const middle = (west + east) / 2;
  const zone = (name: string, from: number, to: number, priority: number) =>
    call(http, 'deliveries.createZone', {
      body: {
        name,
        priority,
        area: {
          type: 'Polygon',
          coordinates: [
            [
              [from, south],
              [to, south],
              [to, north],
              [from, north],
              [from, south],
            ],
          ],
        },
      },
    });
  const old = await zone('Old town', west, middle, 10);
  await zone('Riverside', middle, east, 5);
  const terms = {
    currency: 'CHF',
    baseMinor: 650,
    perKilometerMinor: 120,
    perKilogramMinor: 40,
    perStopMinor: 250,
    minimumMinor: 790,
    surcharges: [],
    timeZone: 'Europe/Zurich',
  };
  await call(http, 'deliveries.createRate', { body: { name: 'Standard', terms } });
  await call(http, 'deliveries.createRate', {
    body: { name: 'Old town', zoneId: old.id, terms: { ...terms, baseMinor: 490 } },
  });
}
