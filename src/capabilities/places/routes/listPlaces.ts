import { z } from 'zod';
import { id, queryBoolean, queryBox } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { listPlaces as list } from '../queries/places.ts';
import { showPlace } from '../rules/show.ts';
import { place } from '../schema.ts';

export const listPlaces = defineRoute({
  operation: 'places.listPlaces',
  method: 'GET',
  path: '/v1/places',
  summary: 'Places, oldest first; with words, best match first',
  permission: 'place:read',
  query: z.strictObject({
    ...pageQuery,
    q: z.string().trim().min(1).max(80).optional().meta({
      description:
        'Words of the address in any order, each by its beginning; or the whole with a typing mistake',
    }),
    regionId: id.optional(),
    partyId: id.optional(),
    postcode: z.string().max(20).optional(),
    reference: z.string().max(80).optional(),
    bbox: queryBox.optional().meta({ description: 'Within west,south,east,north' }),
    archived: queryBoolean.optional().meta({ description: 'True for the archived ones; default the others' }),
  }),
  response: page(place),
  problems: ['invalid_cursor'],
  async handler({ sql, query, actor, scope }) {
    const { limit = defaultPageSize, cursor, bbox, ...filter } = query;
    const after = decodeCursor(cursor, z.tuple([z.int(), z.uuid()]));
    const rows = await list(sql, { ...filter, box: bbox, after, limit: limit + 1 }, { actor, scope });
    return toPage(
      rows,
      limit,
      ({ match: _, ...row }) => showPlace(row),
      (row) => [row.match, row.id],
    );
  },
});
