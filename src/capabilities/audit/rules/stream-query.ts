import { z } from 'zod';
import { queryInstant, queryInteger, queryList } from '../../../platform/http/fields.ts';
import { outcome, securityKind } from '../schema.ts';

/** What every form of the stream is asked with. */
export const streamQuery = {
  after: z
    .string()
    .max(80)
    .optional()
    .meta({ description: 'A cursor; `latest` for only what comes; default: the beginning' }),
  limit: queryInteger(1, 1000).optional().meta({ description: 'Default 100' }),
  kinds: queryList(securityKind).optional(),
  outcome: outcome.optional(),
  since: queryInstant.optional(),
};
