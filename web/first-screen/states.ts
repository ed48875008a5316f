import { deliveryStates, type DeliveryState } from '../../client/src/delivery-states.ts';
import { words } from './language.ts';

/** What went another way, beside the life of a delivery as it should be. */
export const sideStates: readonly DeliveryState[] = ['failed', 'returning', 'returned', 'cancelled'];
export const mainStates = deliveryStates.filter((state) => state !== 'draft' && !sideStates.includes(state));

export const stateNames: Readonly<Record<string, string>> = words.states;

/** The colour of a state as the style sheet has it now, light or dark. */
export { colorOf } from '../design/states.ts';
