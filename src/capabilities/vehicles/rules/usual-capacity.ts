import type { Vehicle } from '../queries/vehicles.ts';

/** What such a vehicle usually carries, for those who do not say. */
export const usualCapacity: Readonly<
  Record<Vehicle['kind'], Pick<Vehicle, 'capacityGrams' | 'capacityCubicMeters'>>
> = {
  bike: { capacityGrams: 15_000, capacityCubicMeters: 0.06 },
  cargo_bike: { capacityGrams: 120_000, capacityCubicMeters: 0.5 },
  car: { capacityGrams: 250_000, capacityCubicMeters: 0.8 },
  van: { capacityGrams: 900_000, capacityCubicMeters: 7 },
  truck: { capacityGrams: 8_000_000, capacityCubicMeters: 40 },
};
