import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { decodeCursor, defaultPageSize, page, pageQuery, toPage } from '../../../platform/http/page.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { findImport, listWrongLines as list } from '../queries/imports.ts';
import { wrongLine } from '../rules/show-import.ts';

export const listWrongLines = defineRoute({
  operation: 'deliveries.listWrongLines',
  method: 'GET',
  path: '/v1/delivery-imports/{id}/wrong-lines',
  summary: 'The lines of a file that are wrong, with the column and the reason',
  permission: 'delivery:import',
  params: idParams,
  query: z.strictObject(pageQuery),
  response: page(wrongLine),
  problems: ['invalid_cursor'],
  async handler({ sql, params, query, actor, scope }) {
    const { limit = defaultPageSize } = query;
    const [afterLine = 0] = decodeCursor(query.cursor, z.tuple([z.int()])) ?? [];
    const found = await findImport(sql, params.id, { actor, scope });
    if (!found) throw platformErrors.not_found(`There is no import ${params.id} that you may see.`);
    const rows = await list(sql, params.id, { afterLine, limit: limit + 1 });
    return toPage(
      rows,
      limit,
      (row) => row,
      (row) => [row.line],
    );
  },
});
