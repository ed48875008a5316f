import { z } from 'zod';
import { id } from '../../../platform/http/fields.ts';
import type { MapImport } from '../imports/map-import.ts';

export const mapImport = z
  .strictObject({
    id,
    state: z.enum(['receiving', 'running', 'done', 'failed']),
    source: z.enum(['file', 'demo']),
    name: z.string().meta({ description: 'Of the map that it becomes; one of the same name is replaced' }),
    fileName: z.string().nullable(),
    sizeBytes: z.int(),
    receivedBytes: z.int().meta({ description: 'Where the next part begins' }),
    percent: z.int().meta({ description: 'Of the work after the last byte' }),
    failure: z.string().nullable().meta({ description: 'Why it failed, for a person' }),
    startedAt: z.iso.datetime(),
  })
  .meta({ id: 'MapImport', description: 'A map on its way in' });

export function showImport(
  { id: of, state, source, name, fileName, sizeBytes, percent, failure, startedAt }: MapImport,
  receivedBytes: number,
): z.input<typeof mapImport> {
  const received = state === 'receiving' ? receivedBytes : sizeBytes;
  return {
    id: of,
    state,
    source,
    name,
    fileName,
    sizeBytes,
    receivedBytes: received,
    percent,
    failure,
    startedAt,
  };
}
