import type { DriverAgent, Job } from './driver.ts';
import { distanceMeters } from './geometry.ts';
import { giveProofs } from './proofs.ts';
import type { Delivery, Point } from './types.ts';

/** The next door, and why. */
export interface Visit {
  point: Point;
  kind: 'pickup' | 'dropoff' | 'return';
  job: Job;
}

const failChance = 0.06;
const sameDoorMeters = 40;
const failureReasons = [
  'nobody_there',
  'nobody_there',
  'nobody_there',
  'address_not_found',
  'refused',
  'no_access',
];

const visitFor: Record<string, Visit['kind']> = {
  accepted: 'pickup',
  picked_up: 'dropoff',
  in_transit: 'dropoff',
  arrived: 'dropoff',
  returning: 'return',
};

/** The nearest door; what was begun is finished first. */
export function nextVisit({ jobs, mover }: DriverAgent): Visit | undefined {
  let best: { visit: Visit; cost: number } | undefined;
  for (const job of jobs.values()) {
    const { state, pickup, dropoff } = job.delivery;
    const kind = visitFor[state];
    if (!kind) continue;
    const point = kind === 'dropoff' ? dropoff : pickup;
    const begun = state === 'in_transit' || state === 'arrived';
    const cost = begun ? -1 : distanceMeters(mover.position, point) + (kind === 'return' ? 5000 : 0);
    if (!best || cost < best.cost) best = { visit: { point, kind, job }, cost };
  }
  return best?.visit;
}

export async function visit(agent: DriverAgent, { kind, job, point }: Visit): Promise<void> {
  const { random, world, jobs } = agent;
  const { id } = job.delivery;
  if (kind === 'dropoff' && job.delivery.state === 'picked_up')
    await step(agent, job, 'startTransit', 'in_transit');
  if (job.delivery.state !== 'arrived' && !(await agent.goTo(point))) return;
  if (!jobs.has(id)) return;
  if (kind === 'pickup') return pickUpAll(agent, point);
  if (kind === 'return') {
    await world.clock.sleep(random.between(20, 60));
    if (await step(agent, job, 'confirmReturn', 'returned')) world.stats.returned++;
    return;
  }
  await handOver(agent, job);
}

/** Everything that waits behind the same door goes on board. */
async function pickUpAll(agent: DriverAgent, point: Point): Promise<void> {
  await agent.world.clock.sleep(agent.random.between(20, 60));
  for (const job of [...agent.jobs.values()]) {
    const { state, pickup } = job.delivery;
    if (state !== 'accepted' || distanceMeters(pickup, point) > sameDoorMeters) continue;
    await agent.world.clock.sleep(agent.random.between(4, 12));
    await step(agent, job, 'pickUp', 'picked_up');
  }
}

async function handOver(agent: DriverAgent, job: Job): Promise<void> {
  const { random, world } = agent;
  if (job.delivery.state === 'in_transit') await step(agent, job, 'arrive', 'arrived');
  await world.clock.sleep(random.between(15, 50));
  if (!agent.jobs.has(job.delivery.id)) return;
  if (random.chance(failChance)) {
    const reason = random.pick(failureReasons);
    if (await step(agent, job, 'fail', 'failed', { reason })) world.stats.failed++;
    return;
  }
  await giveProofs(agent, job.delivery);
  const receivedBy = job.delivery.dropoff.name;
  if (await step(agent, job, 'deliver', 'delivered', receivedBy ? { receivedBy } : {}))
    world.stats.delivered++;
  // A proof did not come through: it cannot count as delivered, and standing here does not mend it.
  else if (await step(agent, job, 'fail', 'failed', { reason: 'other' })) world.stats.failed++;
}

const finished = new Set(['delivered', 'failed', 'returned']);

/**
 * One action of the driver, with the phone's own time and place. Without a network it counts as done until the
 * server says otherwise.
 * @returns whether it is done, as far as the driver knows
 */
async function step(
  agent: DriverAgent,
  job: Job,
  action: string,
  state: Delivery['state'],
  input: object = {},
): Promise<boolean> {
  const { phone, api, mover } = agent;
  const { id } = job.delivery;
  if (!agent.jobs.has(id)) return false;
  const { lat, lng } = mover.position;
  const body = { ...input, lat, lng, deviceTime: new Date().toISOString() };
  const wasOnline = phone.online;
  const known = await phone.act(id, () => api.post<Delivery>(`/v1/deliveries/${id}/actions/${action}`, body));
  if (known) job.delivery = known;
  else if (wasOnline) return false;
  else job.delivery = { ...job.delivery, state };
  if (finished.has(job.delivery.state)) agent.jobs.delete(id);
  return true;
}
