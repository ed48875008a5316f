import { versionTag } from '../../../platform/http/etag.ts';
import { Answer, defineRoute } from '../../../platform/http/route.ts';
import { factorPolicy } from '../factor-schema.ts';
import { findFactorPolicy } from '../queries/factor-policy.ts';
import { defaultFactorPolicy, showPolicy } from '../rules/factor-policy.ts';

export const getFactorPolicy = defineRoute({
  operation: 'accounts.getFactorPolicy',
  method: 'GET',
  path: '/v1/factor-policy',
  summary: 'Who must have a second factor, and how long they may do without',
  permission: 'factor-policy:read',
  response: factorPolicy,
  async handler({ sql }) {
    const policy = showPolicy((await findFactorPolicy(sql)) ?? { version: 0, ...defaultFactorPolicy });
    return new Answer(policy, { etag: versionTag(policy.version) });
  },
});
