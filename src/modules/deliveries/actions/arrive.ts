import type { ActionCall, ActionResult } from '../../../platform/lifecycle/lifecycle.ts';
import { distanceMeters } from '../../../platform/geo/distance.ts';
import type { Delivery } from '../queries/deliveries.ts';

/** Keeps how far from the door the driver said to be there: the office sees it, nobody is refused for a bad fix. */
export function arrive({
  entity,
  input,
}: ActionCall<Delivery, { lat?: number; lng?: number }>): ActionResult {
  const { lat, lng } = input;
  const door = { lat: entity.dropoffLat, lng: entity.dropoffLng };
  const metersFromDoor =
    lat === undefined || lng === undefined ? null : Math.round(distanceMeters({ lat, lng }, door));
  return { payload: { customerId: entity.customerId, driverId: entity.driverId, metersFromDoor } };
}
