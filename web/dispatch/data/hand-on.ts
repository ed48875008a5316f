import { api, type Schema } from '../../app/api.ts';
import type { Delivery } from './deliveries.ts';
import { act } from './lifecycle.ts';

/** A driver was asked or has said yes, and nothing is on board yet. */
export const isHeld = ({ state }: Pick<Delivery, 'state'>): boolean =>
  state === 'assigned' || state === 'accepted';

/** What speaks against the driver; nothing was taken from the one before. */
export class Against extends Error {
  readonly reasons: Schema<'Candidate'>['ruledOutBy'];
  constructor(reasons: Schema<'Candidate'>['ruledOutBy']) {
    super('Something speaks against this driver');
    this.reasons = reasons;
  }
}

const tries = 3;

/**
 * From one driver to another. Before it is taken from anybody it is asked whether the other one may have it. When the
 * planner was quicker with somebody else in between, it is taken back from them too, for a dispatcher has decided;
 * what a person did in between stays.
 */
export async function handOn(
  delivery: Delivery,
  input: { driverId: string; override?: boolean; accept?: boolean },
): Promise<Delivery> {
  if (!input.override) {
    const { items } = await api('deliveries.listCandidates', { path: { id: delivery.id } });
    const wanted = items.find(({ driverId }) => driverId === input.driverId);
    if (wanted && !wanted.suitable) throw new Against(wanted.ruledOutBy);
  }
  let now = delivery;
  for (let left = tries; ; left--) {
    if (isHeld(now)) now = await act(now, 'unassignDriver', {});
    try {
      return await act(now, 'assignDriver', input);
    } catch (error) {
      now = await api('deliveries.getDelivery', { path: { id: delivery.id } });
      if (now.driverId === input.driverId) return now;
      if (left <= 1 || !isHeld(now) || !(await isOfPlanner(now.id))) throw error;
    }
  }
}

async function isOfPlanner(id: string): Promise<boolean> {
  const { items } = await api('deliveries.listDeliveryEvents', { path: { id }, query: { limit: '200' } });
  return items.at(-1)?.actor.kind === 'system';
}
