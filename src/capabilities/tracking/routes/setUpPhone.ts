import { z } from 'zod';
import { whenTaken } from '../../../platform/errors/when-taken.ts';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { httpConfig } from '../../../platform/http/http-config.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { secretHash } from '../actions/reportFromPhone.ts';
import { setPhone } from '../queries/devices.ts';
import { phoneSetup } from '../rules/phones/setup.ts';
import { deviceParams } from './putDevice.ts';

export const setUpPhone = defineRoute({
  operation: 'tracking.setUpPhone',
  method: 'POST',
  path: '/v1/devices/{deviceId}/phone',
  summary: 'Let a phone report for a vehicle or driver',
  description:
    'Makes a new secret, shown once; one that was made before stops working. The answer holds what to type or scan in Traccar Client, OsmAnd and OwnTracks.',
  permission: 'device:manage',
  secretAnswer: true,
  params: deviceParams,
  body: z.strictObject({
    phoneId: z
      .string()
      .regex(/^[\w.-]{3,64}$/, 'must be 3 to 64 letters, digits, dots, dashes or underscores')
      .optional()
      .meta({ description: 'What the phone calls itself; default a new one' }),
  }),
  response: z
    .strictObject({
      phoneId: z.string(),
      secret: z.string(),
      traccar: z.strictObject({ serverUrl: z.string(), deviceIdentifier: z.string(), qrSvg: z.string() }),
      osmand: z.strictObject({ webAddress: z.string(), qrSvg: z.string() }),
      owntracks: z.strictObject({
        url: z.string(),
        user: z.string(),
        password: z.string(),
        setupLink: z.string(),
        qrSvg: z.string(),
      }),
    })
    .meta({ id: 'PhoneSetup' }),
  async handler({ ctx, tx, params, body, request }) {
    const phoneId = body.phoneId ?? `phone-${ctx.rng.bytes(5).toString('hex')}`;
    const secret = ctx.rng.bytes(18).toString('base64url');
    const stored = await setPhone(tx, {
      deviceId: params.deviceId,
      phoneId,
      secretHash: secretHash(secret),
    }).catch(
      whenTaken('phoneId', (taken) => platformErrors.conflict('Another device has this phoneId.', taken)),
    );
    if (!stored) throw platformErrors.not_found('Register the device first: PUT /v1/devices/{deviceId}.');
    const { toSVG } = await import('bwip-js/node');
    const qrCode = (text: string): string => toSVG({ bcid: 'qrcode', text, scale: 3 });
    const base = ctx.config.get(httpConfig).publicUrl || `${request.protocol}://${request.host}`;
    const { traccar, osmand, owntracks } = phoneSetup(base.replace(/\/$/, ''), phoneId, secret);
    return {
      phoneId,
      secret,
      traccar: { ...traccar, qrSvg: qrCode(traccar.serverUrl) },
      osmand: { ...osmand, qrSvg: qrCode(osmand.webAddress) },
      owntracks: { ...owntracks, qrSvg: qrCode(owntracks.setupLink) },
    };
  },
});
