import { defineErrors } from '../../platform/errors/problem.ts';

export const trackingErrors = defineErrors({
  phone_unknown: { status: 401, title: 'This phone is not known, or its secret is not right' },
  not_a_position: { status: 400, title: 'There is no position in this request' },
  not_gpx: { status: 400, title: 'The file is not a GPX track' },
  bad_geofence: { status: 400, title: 'The geofence is not a shape' },
});
