import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { receivedOf } from '../../documents/api.ts';
import { findImport } from '../queries/map-imports.ts';
import { mapImport, showImport } from '../rules/show-import.ts';

export const getMapImport = defineRoute({
  operation: 'geography.getMapImport',
  method: 'GET',
  path: '/v1/map-imports/{id}',
  summary: 'How far a map has come',
  permission: 'map:manage',
  params: idParams,
  response: mapImport,
  async handler({ sql, params: { id } }) {
    const one = await findImport(sql, id);
    if (!one) throw platformErrors.not_found(`There is no import ${id}.`);
    const received = one.uploadId ? await receivedOf(sql, [one.uploadId]) : undefined;
    return showImport(one, received?.get(one.uploadId!) ?? 0);
  },
});
