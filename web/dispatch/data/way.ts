import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import type { Delivery } from './deliveries.ts';
import { routeOf, useDriverMap } from './drivers.ts';

type Point = { lat: number; lng: number };
export type Line = readonly (readonly [lng: number, lat: number])[];

/** The way that is to be seen: of the chosen delivery from door to door, or of the chosen driver over all stops. */
export function useWay(delivery: Delivery | undefined, driverId: string | undefined): Line | undefined {
  const drivers = useDriverMap();
  const at = driverId ? drivers.get(driverId)?.position : undefined;
  const route = useQuery({ ...routeOf(driverId ?? ''), enabled: Boolean(driverId) && !delivery }).data;
  const stops: Point[] = delivery
    ? [delivery.pickup, delivery.dropoff]
    : driverId
      ? [...(at ? [at] : []), ...((route?.present ?? route?.proposed)?.stops ?? [])]
      : [];
  const asked = stops.map(({ lat, lng }) => ({ lat, lng }));
  const line = useQuery({
    // Where the driver stands is told to some hundred meters, so that the line is not asked for at every step.
    queryKey: ['way', asked.map(({ lat, lng }) => `${lat.toFixed(3)},${lng.toFixed(3)}`).join(';')],
    queryFn: () => wayOver(asked),
    enabled: asked.length > 1,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  }).data;
  const isRoute = delivery ? asked.length > 1 : asked.length > 1 && route !== undefined;
  return isRoute ? line : undefined;
}

/** On the streets; straight where the map has none. */
async function wayOver(stops: readonly Point[]): Promise<Line> {
  try {
    const { geometry } = await api('geography.planRoute', {
      body: { profile: 'car', stops: [...stops], alternatives: 0 },
    });
    return geometry as Line;
  } catch {
    return stops.map(({ lng, lat }) => [lng, lat] as const);
  }
}
