import type { z } from 'zod';
import { scopeOf } from '../../../platform/auth/actor.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { findEntry } from '../queries/entries.ts';
import { showEntry } from '../rules/show.ts';
import { sealedEntry } from '../schema.ts';

export const getEntry = defineRoute({
  operation: 'audit.getEntry',
  method: 'GET',
  path: '/v1/audit-entries/{id}',
  summary: 'One entry of the audit trail, with its place in the chain',
  permission: 'audit:read',
  audited: true,
  params: idParams,
  response: sealedEntry,
  async handler({ sql, params, actor }) {
    const row = await findEntry(sql, params.id);
    if (!row) throw platformErrors.not_found(`There is no audit entry ${params.id}.`);
    const { position, hash } = row;
    const link = position === null || hash === null ? null : { position, hash };
    const shown = showEntry(row, scopeOf(actor, 'audit:detail') !== undefined);
    return { ...shown, link } as z.input<typeof sealedEntry>;
  },
});
