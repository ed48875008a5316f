import { deliveryStates, type DeliveryState } from '../../client/src/delivery-states.ts';

/** What went another way, beside the life of a delivery as it should be. */
export const sideStates: readonly DeliveryState[] = ['failed', 'returning', 'returned', 'cancelled'];
export const mainStates = deliveryStates.filter((state) => state !== 'draft' && !sideStates.includes(state));

export const stateNames: Readonly<Record<string, string>> = {
  ready: 'waiting',
  assigned: 'offered',
  accepted: 'accepted',
  picked_up: 'on board',
  in_transit: 'on the way',
  arrived: 'at the door',
  delivered: 'delivered',
  failed: 'failed',
  returning: 'going back',
  returned: 'returned',
  cancelled: 'cancelled',
};

/** The colour of a state as the style sheet has it now, light or dark. */
export { colorOf } from '../design/states.ts';
