import { ApiError } from '../client/src/problem.ts';
import { newOrder } from './orders.ts';
import type { Random } from './random.ts';
import type { Delivery } from './types.ts';
import type { World } from './world.ts';

const cancelChance = 0.02;
/** Beyond so many open orders for each driver the shops tell their customers to come tomorrow. */
const openPerDriver = 6;

/** The companies of the town order, by chance, so many times an hour. */
export async function runCustomers(world: World, ordersPerHour: number): Promise<void> {
  if (ordersPerHour <= 0) return;
  const random = world.random.fork('customers');
  const { clock, companies, addresses, stats } = world;
  for (;;) {
    await clock.sleep(random.exponential(3600 / ordersPerHour));
    if (world.ledger.openCount > openPerDriver * stats.drivers) continue;
    const number = shortNumber(Date.now(), random);
    const order = newOrder(random, { companies, addresses, number, nowMs: Date.now() });
    const api = world.as('customer', order.customerId);
    try {
      const created = await api.post<Delivery>('/v1/deliveries', order);
      stats.ordersCreated++;
      if (random.chance(cancelChance)) {
        const seconds = random.between(30, 400);
        world.spawn(`cancel ${created.id}`, () => cancelLater(world, created, seconds));
      }
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500 || error.status === 400) throw error;
      stats.overtaken++;
    }
  }
}

/** Four or five signs that do not come again within some weeks. */
function shortNumber(nowMs: number, random: Random): string {
  const seconds = Math.floor(nowMs / 1000) % 36 ** 4;
  return `${seconds.toString(36)}${random.integer(0, 35).toString(36)}`.toUpperCase();
}

async function cancelLater(world: World, { id, customerId }: Delivery, seconds: number): Promise<void> {
  await world.clock.sleep(seconds);
  try {
    const reason = 'Bought it elsewhere';
    await world.as('customer', customerId).post(`/v1/deliveries/${id}/actions/cancel`, { reason });
    world.stats.ordersCancelled++;
  } catch (error) {
    // On board already: too late to cancel.
    if (!(error instanceof ApiError) || error.code !== 'illegal_transition') throw error;
    world.stats.overtaken++;
  }
}
