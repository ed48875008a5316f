import type { StateDefinition } from '../../../platform/lifecycle/lifecycle.ts';
import type { deliveryStates } from '../schema.ts';

export const deliveryStateWords: Record<(typeof deliveryStates)[number], StateDefinition> = {
  draft: { meaning: 'Kept back; nobody drives it yet' },
  ready: { meaning: 'Waits for a driver' },
  assigned: { meaning: 'Offered to a driver who has not answered' },
  accepted: { meaning: 'A driver will do it' },
  picked_up: { meaning: 'The driver has the parcel' },
  in_transit: { meaning: 'The driver is on the way to the door' },
  arrived: { meaning: 'The driver is at the door' },
  delivered: { meaning: 'Handed over, with the proofs it asked for', final: true },
  cancelled: { meaning: 'Called off before the parcel was picked up', final: true },
  failed: { meaning: 'Could not be handed over; someone decides what follows' },
  returning: { meaning: 'On the way back' },
  returned: { meaning: 'Back where it came from', final: true },
};
