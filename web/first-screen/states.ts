import { deliveryStates, type DeliveryState } from '../../client/src/delivery-states.ts';
import { words } from './language.ts';

/** What went another way, beside the life of a delivery as it should be. */
export const sideStates: readonly DeliveryState[] = ['failed', 'returning', 'returned', 'cancelled'];
export const mainStates = deliveryStates.filter((state) => state !== 'draft' && !sideStates.includes(state));

export const stateNames: Readonly<Record<string, string>> = words.states;

/** The colour of a state as the style sheet has it now, light or dark. */
import { colorOf as colorNow } from '../design/states.ts';

const colors = new Map<string, string>();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => colors.clear());

/** Asked of the style sheet once: a picture of the map needs some for each driver, and each question lays the page out. */
export function colorOf(name: string): string {
  let color = colors.get(name);
  if (color === undefined) colors.set(name, (color = colorNow(name)));
  return color;
}
