import type { Delivery } from './data/deliveries.ts';

type Stop = Delivery['dropoff'];

/** Harbour Lane 4, Port Caravan; where there is no street, the point. */
export function doorOf({ street, houseNumber, city, lat, lng }: Stop): string {
  const door = [street, houseNumber].filter(Boolean).join(' ');
  return [door, city].filter(Boolean).join(', ') || `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
}

/** How people call a delivery. */
export const titleOf = ({ reference, dropoff, id }: Delivery): string =>
  reference ??
  dropoff.name ??
  ([dropoff.street, dropoff.houseNumber].filter(Boolean).join(' ') || id.slice(-6));
