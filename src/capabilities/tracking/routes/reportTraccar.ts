import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { phoneLimit } from '../limits.ts';
import { reportFromPhone } from '../actions/reportFromPhone.ts';
import { trackingErrors } from '../errors.ts';
import { decodeParameters } from '../rules/phones/osmand.ts';
import { decodeTraccarJson } from '../rules/phones/traccar.ts';
import { FORM, parametersOf } from '../phone-body.ts';
import { secretParams } from './reportOsmand.ts';

export const reportTraccar = defineRoute({
  operation: 'tracking.reportTraccar',
  method: 'POST',
  path: '/v1/phones/traccar/{secret}',
  summary: 'A position from Traccar Client',
  description:
    'Public, because Traccar Client sends no token: the secret in the address and the device identifier stand for the phone. JSON since version 9, query or form parameters before.',
  permission: PUBLIC,
  limit: phoneLimit,
  transaction: false,
  audited: false,
  params: secretParams,
  query: z.looseObject({}),
  body: z.unknown(),
  accepts: ['application/json', FORM],
  response: z.strictObject({}),
  problems: ['phone_unknown', 'not_a_position'],
  async handler({ ctx, params, query, body, request }) {
    const json = request.headers['content-type']?.includes('json') ?? false;
    const report = json
      ? decodeTraccarJson(body)
      : decodeParameters(await parametersOf(request, query), {
          speedUnit: 'knots',
          nowMs: ctx.clock.nowMs(),
        });
    if (report === null) {
      throw trackingErrors.not_a_position('A device identifier, a place, and a time that is one are needed.');
    }
    if (!(await reportFromPhone(ctx, params.secret, report))) {
      throw trackingErrors.phone_unknown('Take the server address from the setup page again.');
    }
    return {};
  },
});
