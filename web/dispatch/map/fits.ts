import type { Delivery } from '../data/deliveries.ts';
import type { Filters } from '../filters.ts';

/** Whether what the list would show is this: the map holds all that is open, and draws the others faintly. */
export function fits({ state, q, driver, exception }: Filters): (delivery: Delivery) => boolean {
  const text = q && q.length > 1 ? q.toLowerCase() : undefined;
  return (delivery) =>
    (!state || state.includes(delivery.state)) &&
    (!driver || delivery.driverId === driver) &&
    (!exception || delivery.exception !== null) &&
    (!text || wordsOf(delivery).some((words) => words?.toLowerCase().includes(text)));
}

const wordsOf = ({ reference, pickup, dropoff }: Delivery): (string | null | undefined)[] => [
  reference,
  ...[pickup, dropoff].flatMap(({ name, street, city }) => [name, street, city]),
];
