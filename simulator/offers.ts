import { ApiError } from '../client/src/problem.ts';
import type { DriverAgent } from './driver.ts';
import type { Delivery } from './types.ts';

const declineChance = 0.06;
const ignoreChance = 0.01;

/** A driver thinks a moment, then takes the offer, declines it, or never looks at the phone. */
export async function answerOffer(agent: DriverAgent, id: string): Promise<void> {
  const { world, random, phone, api } = agent;
  const { stats } = world;
  await world.clock.sleep(random.between(2, 15));
  await phone.whenOnline();
  if (random.chance(ignoreChance)) {
    stats.offersIgnored++;
    return;
  }
  const declines = random.chance(declineChance);
  try {
    if (declines) {
      await api.post(`/v1/deliveries/${id}/actions/declineDelivery`, { reason: 'Too far out of my way' });
      stats.offersDeclined++;
      return;
    }
    const taken = await api.post<Delivery>(`/v1/deliveries/${id}/actions/acceptDelivery`);
    stats.offersAccepted++;
    agent.take(taken);
  } catch (error) {
    // Cancelled or given to another one a second ago: the offer is simply gone.
    if (!(error instanceof ApiError) || error.status >= 500) throw error;
    stats.overtaken++;
  }
}
