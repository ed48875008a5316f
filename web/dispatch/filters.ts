import { deliveryStates, type DeliveryState } from '../../client/src/delivery-states.ts';

/** What the board shows, as it stands in the address bar. */
export interface Filters {
  state?: DeliveryState[];
  q?: string;
  driver?: string;
  exception?: boolean;
  /** The chosen delivery. */
  id?: string;
  /** The chosen driver. */
  who?: string;
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 80) : undefined;

/** Out of an address that anybody may have written. Names all: what is left out would stay as it came. */
export function readFilters(search: Record<string, unknown>): Filters {
  const named = Array.isArray(search['state']) ? search['state'] : (text(search['state'])?.split(',') ?? []);
  const state = deliveryStates.filter((name) => named.includes(name));
  const [q, driver, id, who] = (['q', 'driver', 'id', 'who'] as const).map((name) => text(search[name]));
  const exception = search['exception'] === true || search['exception'] === 'true';
  return {
    state: state.length > 0 ? state : undefined,
    q,
    driver,
    exception: exception || undefined,
    id,
    who,
  };
}
