import { z } from 'zod';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { announceDevice } from '../actions/announceDevice.ts';
import { putDevice as storeDevice } from '../queries/devices.ts';
import { KIND, KINDS } from '../rules/fix.ts';

export const deviceParams = z.strictObject({ deviceId: id });
const owner = z.uuid().nullable().optional();

export const putDevice = defineRoute({
  operation: 'tracking.putDevice',
  method: 'PUT',
  path: '/v1/devices/{deviceId}',
  summary: 'Say for whom a vehicle or driver is tracked',
  description: 'The device id is the id of the vehicle or driver. Repeating it changes nothing.',
  permission: 'device:manage',
  params: deviceParams,
  body: z.strictObject({
    kind: z.enum(KINDS),
    name: z.string().max(200).optional(),
    partyId: owner.meta({ description: 'The person who may report for it and see it' }),
    companyId: owner.meta({ description: 'The company whose people may' }),
    regionId: owner.meta({ description: 'The region whose people may' }),
  }),
  async handler({ ctx, tx, actor, params, body }) {
    await storeDevice(tx, {
      deviceId: params.deviceId,
      kind: KIND[body.kind],
      name: body.name ?? '',
      partyId: body.partyId ?? null,
      companyId: body.companyId ?? null,
      regionId: body.regionId ?? null,
    });
    await announceDevice(tx, ctx, actor, { ...params, removed: false });
  },
});
