import type { z } from 'zod';
import type { Vehicle } from '../queries/vehicles.ts';
import type { vehicle } from '../schema.ts';

export function showVehicle(row: Vehicle): z.output<typeof vehicle> {
  const { createdBy: _, lifecycleVersion: __, state, stateSince, createdAt, updatedAt, ...shown } = row;
  return {
    ...shown,
    state: state as z.output<typeof vehicle>['state'],
    stateSince: stateSince.toISOString(),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
