/** Why a try failed. Spread into every catalogue that says it. */
const en = {
  'reason.nobody_there': 'Nobody there',
  'reason.address_not_found': 'Address not found',
  'reason.no_access': 'No access',
  'reason.refused': 'Refused',
  'reason.damaged': 'Damaged',
  'reason.vehicle_broken': 'Vehicle broken',
  'reason.weather': 'Weather',
  'reason.other': 'Something else',
} as const;

export default en;
