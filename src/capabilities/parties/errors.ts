import { defineErrors } from '../../platform/errors/problem.ts';

export const partiesErrors = defineErrors({
  party_exists: { status: 409, title: 'There is such a party already' },
  party_archived: { status: 409, title: 'The party is archived' },
  party_kind_wrong: { status: 409, title: 'The party is not of the kind that this needs' },
});
