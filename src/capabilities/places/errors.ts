import { defineErrors } from '../../platform/errors/problem.ts';

export const placesErrors = defineErrors({
  place_exists: { status: 409, title: 'There is such a place already' },
  place_archived: { status: 409, title: 'The place is archived' },
  region_exists: { status: 409, title: 'There is a region of this name already' },
  region_not_supported: { status: 400, title: 'The region has a shape that cannot be used' },
});
