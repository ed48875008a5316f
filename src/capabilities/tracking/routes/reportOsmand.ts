import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { phoneLimit } from '../limits.ts';
import { reportFromPhone } from '../actions/reportFromPhone.ts';
import { trackingErrors } from '../errors.ts';
import { decodeParameters } from '../rules/phones/osmand.ts';

export const secretParams = z.strictObject({ secret: z.string().min(16).max(64) });

export const reportOsmand = defineRoute({
  operation: 'tracking.reportOsmand',
  method: 'GET',
  path: '/v1/phones/osmand/{secret}',
  summary: 'A position from OsmAnd (online tracking)',
  description:
    'Public, because OsmAnd sends no token: the secret in the address and `id` stand for the phone.',
  permission: PUBLIC,
  limit: phoneLimit,
  params: secretParams,
  query: z.looseObject({}),
  response: z.strictObject({}),
  problems: ['phone_unknown', 'not_a_position'],
  async handler({ ctx, params, query }) {
    const given = Object.fromEntries(Object.entries(query).filter(([, value]) => typeof value === 'string'));
    const report = decodeParameters(given as Record<string, string>, {
      speedUnit: 'metersPerSecond',
      nowMs: ctx.clock.nowMs(),
    });
    if (report === null)
      throw trackingErrors.not_a_position('id, lat and lon are needed, and a timestamp that is one.');
    if (!(await reportFromPhone(ctx, params.secret, report))) {
      throw trackingErrors.phone_unknown('Take the address from the setup page again.');
    }
    return {};
  },
});
