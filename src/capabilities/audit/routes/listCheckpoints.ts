import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { listAuditKeys, listCheckpoints as list } from '../queries/checkpoints.ts';
import { exportCheckpoint } from '../rules/checkpoint.ts';
import { checkpoint } from '../schema.ts';

export const listCheckpoints = defineRoute({
  operation: 'audit.listCheckpoints',
  method: 'GET',
  path: '/v1/audit-checkpoints',
  summary: 'The signed checkpoints of the audit chain, oldest first, to be kept elsewhere',
  permission: 'audit:read',
  response: z.strictObject({ items: z.array(checkpoint) }),
  async handler({ sql }) {
    const [keys, checkpoints] = await Promise.all([listAuditKeys(sql), list(sql)]);
    const publicKeys = new Map(keys.map(({ id, publicKey }) => [id, publicKey]));
    return { items: checkpoints.map((one) => exportCheckpoint(one, publicKeys.get(one.keyId) ?? '')) };
  },
});
