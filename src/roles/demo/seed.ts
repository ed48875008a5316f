import type { HttpClient } from '../../../client/src/http.ts';
import type { Company } from '../../../simulator/companies.ts';
import { shifted } from '../../../simulator/geometry.ts';
import { personName } from '../../../simulator/names.ts';
import { newOrder } from '../../../simulator/orders.ts';
import type { Random } from '../../../simulator/random.ts';
import { signaturePng } from '../../../simulator/signature.ts';
import type { Address, Delivery, Driver, Point } from '../../../simulator/types.ts';
import { uploadFile } from '../../../simulator/uploads.ts';

export interface DemoOperator {
  companies: readonly Company[];
  addresses: readonly Address[];
  drivers: number;
}

const vehicleKinds = ['van', 'car', 'cargo_bike', 'bike', 'car', 'van'] as const;
const vehicleNames = { van: 'Van', car: 'Car', cargo_bike: 'Cargo bike', bike: 'Bike' } as const;
const atOnce = 6;

/** How far each of the first deliveries has come when the first visitor looks. */
const story: readonly { count: number; steps: readonly string[] }[] = [
  { count: 26, steps: ['assign', 'pickUp', 'startTransit', 'arrive', 'deliver'] },
  { count: 2, steps: ['assign', 'pickUp', 'startTransit', 'arrive', 'fail'] },
  { count: 1, steps: ['assign', 'pickUp', 'startTransit', 'fail', 'startReturn', 'confirmReturn'] },
  { count: 9, steps: ['assign', 'pickUp', 'startTransit'] },
  { count: 9, steps: ['assign', 'pickUp'] },
  { count: 6, steps: ['assign'] },
  { count: 2, steps: ['cancel'] },
  { count: 9, steps: [] },
];

/** True when nothing has been entered yet. */
export async function isEmpty(api: HttpClient): Promise<boolean> {
  const first = await Promise.all(
    ['/v1/drivers', '/v1/deliveries'].map((path) => api.get<{ items: unknown[] }>(path, { limit: 1 })),
  );
  return first.every(({ items }) => items.length === 0);
}

/** Fills an empty operator with companies, drivers at work, and deliveries in every state, through the API alone. */
export async function seedOperator(api: HttpClient, operator: DemoOperator, random: Random): Promise<void> {
  await api.post('/v1/parties', {
    kind: 'company',
    name: 'Linden Kurier',
    phone: '+423 555 01 00',
    email: 'hallo@linden-kurier.example',
    operator: true,
  });
  await inParallel(operator.companies, async ({ id, name }) => {
    await api.post('/v1/parties', { id, kind: 'company', name });
  });
  const chapters = story.flatMap(({ count, steps }) => Array.from({ length: count }, () => steps));
  const orders = chapters.map((steps, index) => {
    const number = String(1001 + index);
    const { draft: _draft, ...order } = newOrder(random, { ...operator, number, nowMs: Date.now() });
    return { ...order, steps, driver: index % operator.drivers };
  });
  const people = Array.from({ length: operator.drivers }, (_, index) => ({
    id: random.uuid(),
    name: personName(random),
    vehicleKind: vehicleKinds[index % vehicleKinds.length]!,
    start: startOf(index, orders, operator, random),
  }));
  await inParallel(people, async ({ id, name, vehicleKind }) => {
    await api.post('/v1/parties', { id, kind: 'person', name });
    const vehicle = { name: `${vehicleNames[vehicleKind]} of ${name}`, kind: vehicleKind };
    const { id: vehicleId } = await api.post<{ id: string }>('/v1/vehicles', vehicle);
    await api.post<Driver>('/v1/drivers', { id, name, vehicleKind, vehicleId });
    await api.post(`/v1/drivers/${id}/actions/goOnline`);
  });
  const time = Date.now();
  const positions = people.map(({ id, start }) => ({ deviceId: id, kind: 'driver', time, ...start }));
  await api.post('/v1/positions', { positions });
  await inParallel(orders, async ({ steps, driver, ...order }) => {
    // By hand until the story is told: nobody else is to assign it meanwhile.
    const mode = steps.length > 0 ? { assignmentMode: 'manual' } : {};
    const created = await api.post<Delivery>('/v1/deliveries', { ...order, ...mode });
    for (const step of steps) await take(api, created, step, people[driver]!.id, random);
  });
}

type PlannedOrder = ReturnType<typeof newOrder> & { steps: readonly string[]; driver: number };

/** Near the door for who is on the way already, so that something happens in the first minute; else near a shop. */
function startOf(
  driver: number,
  orders: readonly PlannedOrder[],
  { companies }: DemoOperator,
  random: Random,
): Point {
  const underWay = orders.find((order) => order.driver === driver && order.steps.at(-1) === 'startTransit');
  const spread = underWay ? 60 + 90 * (driver % 8) : 500;
  const around = underWay?.dropoff ?? random.pick(companies).pickup;
  return shifted(around, random.between(-spread, spread), random.between(-spread, spread));
}

async function take(
  api: HttpClient,
  { id, proofRules }: Delivery,
  step: string,
  driverId: string,
  random: Random,
): Promise<void> {
  const act = (action: string, body: object = {}) => api.post(`/v1/deliveries/${id}/actions/${action}`, body);
  if (step === 'assign') await act('assignDriver', { driverId, accept: true, override: true });
  else if (step === 'fail') await act('fail', { reason: 'nobody_there' });
  else if (step === 'deliver') {
    for (const kind of proofRules) {
      const proof = await proofOf(api, id, kind, random);
      await api.post(`/v1/deliveries/${id}/proofs`, { kind, ...proof });
    }
    await act('deliver');
  } else await act(step);
}

async function proofOf(api: HttpClient, id: string, kind: string, random: Random): Promise<object> {
  if (kind === 'scan') return { text: id };
  if (kind !== 'code') return { uploadId: await uploadFile(api, 'image/png', signaturePng(random)) };
  const { proofCode } = await api.get<{ proofCode: string }>(`/v1/deliveries/${id}`);
  return { text: proofCode };
}

async function inParallel<T>(list: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const items = list.values();
  const worker = async (): Promise<void> => {
    for (const item of items) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
