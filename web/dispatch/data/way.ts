import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import type { Delivery } from './deliveries.ts';
import { routeOf } from './drivers.ts';

type Point = { lat: number; lng: number };
export type Line = readonly (readonly [lng: number, lat: number])[];

/** The way that is to be seen: of the chosen delivery from door to door, or of the chosen driver over all stops. */
export function useWay(delivery: Delivery | undefined, driverId: string | undefined): Line | undefined {
  const route = useQuery({ ...routeOf(driverId ?? ''), enabled: Boolean(driverId) && !delivery }).data;
  const stops: Point[] = delivery
    ? [delivery.pickup, delivery.dropoff]
    : driverId
      ? ((route?.present ?? route?.proposed)?.stops ?? [])
      : [];
  const asked = stops.map(({ lat, lng }) => ({ lat, lng }));
  const line = useQuery({
    queryKey: ['way', asked.map(({ lat, lng }) => `${lat},${lng}`).join(';')],
    queryFn: () => wayOver(asked),
    enabled: asked.length > 1,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  }).data;
  return asked.length > 1 ? line : undefined;
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
