import { z } from 'zod';
import { spool } from '../../../platform/files/spool.ts';
import { id, queryBoolean } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { importPlaces as run } from '../actions/importPlaces.ts';
import { placesConfig } from '../config.ts';
import { country, importReport } from '../schema.ts';

export const importPlaces = defineRoute({
  operation: 'places.importPlaces',
  method: 'POST',
  path: '/v1/place-imports',
  summary: 'Check a CSV file of places, and bring it in when asked',
  description:
    'Columns lat and lng are needed; name, street, houseNumber, postcode, city, country, instructions and reference may be there, also under other usual names. A place that is here already, by reference or else by address, is changed instead of added, so the same file twice does nothing the second time. Nothing is imported unless dryRun=false; and nothing when a line is wrong, unless skipWrong=true.',
  permission: 'place:import',
  query: z.strictObject({
    dryRun: queryBoolean.optional().meta({ description: 'Default true: only say what would happen' }),
    skipWrong: queryBoolean
      .optional()
      .meta({ description: 'Bring in the good lines although others are wrong' }),
    country: country.optional().meta({ description: 'For lines that name none' }),
    partyId: id.optional().meta({ description: 'Whose places they become' }),
  }),
  accepts: ['text/csv'],
  transaction: false,
  bodyLimit: Number.MAX_SAFE_INTEGER,
  response: importReport,
  problems: ['csv_not_readable'],
  async handler({ ctx, request, query, actor }) {
    const { dryRun = true, skipWrong = false, ...rest } = query;
    const limit = ctx.config.get(placesConfig).importLimitBytes;
    await using file = await spool((request.body ?? []) as AsyncIterable<Uint8Array>, limit);
    // Awaited here: the file is removed when this block is left.
    return await run(ctx, file.read(), { actor, dryRun, skipWrong, ...rest });
  },
});
