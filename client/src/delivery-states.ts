import type { components } from './api-types.ts';

export type DeliveryState = components['schemas']['Delivery']['state'];

/**
 * What a state says to whoever looks after deliveries: nobody is to drive it yet; it waits or is under way; it
 * is over. A state that the API does not have, or one that it has and this has not, does not compile.
 */
const meanings: Record<DeliveryState, 'kept back' | 'open' | 'over'> = {
  draft: 'kept back',
  ready: 'open',
  assigned: 'open',
  accepted: 'open',
  picked_up: 'open',
  in_transit: 'open',
  arrived: 'open',
  delivered: 'over',
  failed: 'open',
  returning: 'open',
  returned: 'over',
  cancelled: 'over',
};

/** In the order of a delivery's life; what went another way comes last. */
export const deliveryStates = Object.keys(meanings) as readonly DeliveryState[];

/** Neither over nor kept back. */
export const openStates = deliveryStates.filter((state) => meanings[state] === 'open');
/** Something can still happen to it. */
export const unfinishedStates = deliveryStates.filter((state) => meanings[state] !== 'over');
