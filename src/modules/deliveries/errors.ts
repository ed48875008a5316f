import { defineErrors } from '../../platform/errors/problem.ts';

export const deliveriesErrors = defineErrors({
  reference_taken: { status: 409, title: 'The customer already has a delivery with this reference' },
  id_taken: { status: 409, title: 'There is another record with this id' },
  driver_not_available: { status: 409, title: 'The driver cannot take this delivery' },
  not_your_delivery: { status: 403, title: 'The delivery is with another driver' },
  proof_missing: { status: 409, title: 'A proof is still missing' },
  proof_code_wrong: { status: 422, title: 'The code is not the one that the customer has' },
  no_tries_left: { status: 409, title: 'All tries are used up' },
  driver_has_deliveries: { status: 409, title: 'The driver still has deliveries' },
  import_has_wrong_lines: { status: 409, title: 'The file has wrong lines' },
  import_not_ready: { status: 409, title: 'The import cannot be started in this state' },
  no_rate: { status: 409, title: 'No rate holds for this delivery' },
  quote_not_usable: { status: 409, title: 'The quote cannot be used for this delivery' },
  shift_overlaps: { status: 409, title: 'There is another shift in this time' },
  tracking_ended: { status: 410, title: 'There is nothing to follow any more' },
  not_offered: { status: 409, title: 'This is not offered for the delivery' },
  no_exception: { status: 409, title: 'There is nothing to settle' },
  route_not_possible: { status: 409, title: 'The route is not possible' },
  no_longer_editable: { status: 409, title: 'It is too late to change this' },
});
