import { defineErrors } from '../../platform/errors/problem.ts';

export const vehiclesErrors = defineErrors({
  vehicle_exists: { status: 409, title: 'There is such a vehicle already' },
  vehicle_retired: { status: 409, title: 'The vehicle is retired' },
});
