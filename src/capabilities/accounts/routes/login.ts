import { z } from 'zod';
import { defineRoute, PUBLIC } from '../../../platform/http/route.ts';
import { loginWithPassword } from '../actions/loginWithPassword.ts';
import { countLogin } from '../login-throttle.ts';
import { rememberTokenOf } from '../remembered-device.ts';
import { factorRequired, mailAddress, password, session, transport } from '../schema.ts';
import { answerLogin, deviceOf, deviceTokenOf } from '../session-answer.ts';

export const login = defineRoute({
  operation: 'accounts.login',
  method: 'POST',
  path: '/v1/sessions',
  summary: 'Log in with mail address and password: public, it is how a token is got',
  description:
    'Answers 201 with a session, or 200 with `state: factorRequired` when a second factor is asked for. A wrong address and a wrong password are answered alike, after the same time.',
  permission: PUBLIC,
  ownAuthorization: true,
  readsCookie: true,
  transaction: false,
  secretAnswer: true,
  body: z.strictObject({
    mail: mailAddress,
    password,
    transport,
    deviceName: z.string().trim().max(100).optional(),
    deviceToken: z.string().max(100).optional().meta({ description: 'Of an earlier login on this device' }),
    rememberToken: z
      .string()
      .max(100)
      .optional()
      .meta({ description: 'Of an earlier second step that was to be remembered; browsers have a cookie' }),
  }),
  response: z.union([session, factorRequired]),
  status: 201,
  problems: ['login_refused', 'too_many_requests'],
  async handler({ ctx, body, request, reply, requestId }) {
    const { mail, transport: wanted } = body;
    const device = deviceOf(request, body.deviceName);
    const deviceToken = deviceTokenOf(request, body.deviceToken);
    const counted = await countLogin(ctx, { mail, address: request.ip, deviceToken });
    const outcome = await loginWithPassword(ctx, {
      mail,
      password: body.password,
      device,
      transport: wanted,
      rememberToken: rememberTokenOf(request, body.rememberToken),
      requestId,
    });
    if ('state' in outcome) {
      await counted.passed();
      return answerLogin({ request, reply }, outcome, ctx);
    }
    return answerLogin({ request, reply }, outcome, ctx, { status: 201, ...(await counted.succeeded()) });
  },
});
