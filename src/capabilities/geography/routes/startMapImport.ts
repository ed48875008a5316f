import { z } from 'zod';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { receivedOf } from '../../documents/api.ts';
import { startMapImport as start } from '../actions/startMapImport.ts';
import { mapImport, showImport } from '../rules/show-import.ts';

const fileName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^/\\\0]+$/, 'must be a name without a folder');

export const startMapImport = defineRoute({
  operation: 'geography.startMapImport',
  method: 'POST',
  path: '/v1/map-imports',
  summary: 'Bring in a map: announce a file, or take the demo town',
  description:
    'After a file was announced its bytes follow as the parts of its upload (uploadId). When the last one has arrived, and for the demo town at once, the map is made as soon as no other is; ask for the import to see how far it is. The same file announced again while it arrives gives the import as it stands.',
  permission: 'map:manage',
  body: z
    .discriminatedUnion('source', [
      z.strictObject({ source: z.literal('demo') }),
      z.strictObject({
        source: z.literal('file'),
        fileName: fileName.meta({ description: 'An .osm.pbf, .osm.gz or .osm file' }),
        sizeBytes: z.int().min(1),
        name: z.string().max(63).optional().meta({ description: 'Of the map; default: that of the file' }),
      }),
    ])
    .meta({ id: 'NewMapImport' }),
  response: mapImport,
  status: 201,
  problems: ['map_import_open', 'maps_not_writable', 'body_too_large', 'disk_full'],
  async handler({ ctx, tx, body, actor }) {
    const one = await start(tx, body, actor, ctx);
    const received = one.uploadId ? await receivedOf(tx, [one.uploadId]) : undefined;
    return new Answer(showImport(one, received?.get(one.uploadId!) ?? 0), {
      location: `/v1/map-imports/${one.id}`,
    });
  },
});
