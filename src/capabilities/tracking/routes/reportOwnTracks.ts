import { z } from 'zod';
import { Answer, defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { phoneLimit } from '../limits.ts';
import { reportFromPhone } from '../actions/reportFromPhone.ts';
import { trackingErrors } from '../errors.ts';
import { decodeOwnTracks } from '../rules/phones/owntracks.ts';

const REALM = { 'www-authenticate': 'Basic realm="caravan"' };

export const reportOwnTracks = defineRoute({
  operation: 'tracking.reportOwnTracks',
  method: 'POST',
  path: '/v1/phones/owntracks',
  summary: 'A message from OwnTracks in its HTTP mode',
  description:
    'Public, because OwnTracks signs in with Basic authentication: the phone id as the user, its secret as the password. Answers an empty list of messages; empty bodies and other types are passed over.',
  permission: PUBLIC,
  limit: phoneLimit,
  ownAuthorization: true,
  transaction: false,
  audited: false,
  query: z.looseObject({}),
  body: z.unknown(),
  response: z.array(z.unknown()),
  problems: ['phone_unknown', 'not_a_position'],
  async handler({ ctx, body, request }) {
    const phone = basicCredentials(request.headers.authorization);
    if (phone === null)
      throw trackingErrors.phone_unknown('Sign in with the phone id and its secret.', { headers: REALM });
    const empty = typeof body === 'object' && body !== null && Object.keys(body).length === 0;
    const fix = empty ? null : decodeOwnTracks(body);
    if (fix === null) return new Answer([]);
    if (fix === undefined)
      throw trackingErrors.not_a_position('_type is missing, or a location lacks lat, lon or tst.');
    if (!(await reportFromPhone(ctx, phone.secret, { phoneId: phone.phoneId, fix }))) {
      throw trackingErrors.phone_unknown('The phone id or its secret is not right.', { headers: REALM });
    }
    return new Answer([]);
  },
});

function basicCredentials(header: string | undefined): { phoneId: string; secret: string } | null {
  const match = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '');
  const [phoneId, ...secret] = Buffer.from(match?.[1] ?? '', 'base64')
    .toString()
    .split(':');
  return phoneId ? { phoneId, secret: secret.join(':') } : null;
}
