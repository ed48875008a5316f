import { z } from 'zod';
import { id } from '../../../platform/http/fields.ts';
import type { DeliveryImport } from '../queries/imports.ts';

export const deliveryImport = z
  .strictObject({
    id,
    state: z.enum(['receiving', 'checked', 'importing', 'done', 'failed']),
    fileName: z.string().nullable(),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    ignoredColumns: z.array(z.string()),
    linesTotal: z.int(),
    linesWrong: z.int(),
    linesImported: z.int(),
    progress: z.number().meta({ description: 'Share of the good lines that are ordered, 0 to 1' }),
    failure: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'DeliveryImport' });

export const wrongLine = z
  .strictObject({
    line: z.int().meta({ description: 'Counted from 1, the header included' }),
    errors: z.array(
      z.strictObject({
        field: z.string().meta({ description: 'The column; empty when the whole line is meant' }),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'WrongLine' });

export function showImport(row: DeliveryImport): z.input<typeof deliveryImport> {
  const good = row.linesTotal - row.linesWrong;
  const begun = row.state === 'importing' || row.state === 'done';
  return {
    id: row.id,
    state: row.state,
    fileName: row.fileName,
    encoding: row.encoding,
    delimiter: row.delimiter,
    ignoredColumns: row.ignoredColumns,
    linesTotal: row.linesTotal,
    linesWrong: row.linesWrong,
    linesImported: row.linesImported,
    progress: begun ? (good === 0 ? 1 : row.linesImported / good) : 0,
    failure: row.failure,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
