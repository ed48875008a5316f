import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { id, queryBoolean } from '../../../platform/http/fields.ts';
import { keyOf } from '../../../platform/http/idempotency.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { commitImport } from '../actions/commitImport.ts';
import { importOfKey, receiveImport } from '../actions/receiveImport.ts';
import { listWrongLines } from '../queries/imports.ts';
import { importColumns } from '../rules/import-format.ts';
import { deliveryImport, showImport, wrongLine } from '../rules/show-import.ts';

const maxBytes = 256 * 1024 * 1024;
const shownErrors = 100;

export const createDeliveryImport = defineRoute({
  operation: 'deliveries.createDeliveryImport',
  method: 'POST',
  path: '/v1/delivery-imports',
  summary: 'Check a CSV file of deliveries; nothing is ordered until the import is committed',
  description: `Any of , ; tab | between the cells, any line end, UTF-8, UTF-16 or Windows-1252. Columns (spelling and case are free): ${Object.keys(importColumns).join(', ')}. A line needs a reference and both stops with their points. With dryRun=false the import is started at once, unless a line is wrong. Sent again under the same Idempotency-Key, it is the import that the first one made, whatever file comes with it.`,
  permission: 'delivery:import',
  transaction: false,
  takesKey: true,
  accepts: ['text/csv', 'text/plain', 'application/octet-stream'],
  bodyLimit: maxBytes,
  query: z.strictObject({
    dryRun: queryBoolean.optional().meta({ description: 'Default true: check only' }),
    customerId: id.optional().meta({ description: 'Who orders the lines that do not say it' }),
    fileName: z.string().max(200).optional(),
  }),
  response: z.strictObject({
    import: deliveryImport,
    wrongLines: z.array(wrongLine).meta({ description: `The first ${shownErrors}` }),
  }),
  status: 201,
  problems: ['csv_not_readable', 'request_in_flight', 'import_has_wrong_lines'],
  async handler({ ctx, sql, query, actor, scope, request }) {
    const { dryRun = true, customerId, fileName } = query;
    const source = limited(request.body as AsyncIterable<Uint8Array>);
    const key = keyOf(request.headers['idempotency-key']);
    const named = key === undefined ? undefined : await importOfKey(sql, key, { actor, scope });
    if (named?.before) request.raw.resume();
    const order = { id: named?.id, actor, scope, customerId, fileName };
    let received = named?.before ?? (await receiveImport(source, order, ctx));
    if (!dryRun && received.linesWrong === 0 && received.state === 'checked')
      received = await ctx.db.transaction((tx) =>
        commitImport(tx, { id: received.id, skipWrongLines: false, actor, scope }, ctx),
      );
    const wrongLines = await listWrongLines(sql, received.id, { afterLine: 0, limit: shownErrors });
    const location = `/v1/delivery-imports/${received.id}`;
    return new Answer({ import: showImport(received), wrongLines }, { location });
  },
});

async function* limited(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw platformErrors.body_too_large('A file may have 256 MiB; split it.');
    yield chunk;
  }
}
