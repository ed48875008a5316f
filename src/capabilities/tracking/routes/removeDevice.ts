import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { announceDevice } from '../actions/announceDevice.ts';
import { deleteDevice } from '../queries/devices.ts';
import { deviceParams } from './putDevice.ts';

export const removeDevice = defineRoute({
  operation: 'tracking.removeDevice',
  method: 'DELETE',
  path: '/v1/devices/{deviceId}',
  summary: 'Stop tracking for its owner; its phone is refused from now on',
  description: 'Positions that it has reported stay until their time is over.',
  permission: 'device:manage',
  params: deviceParams,
  async handler({ ctx, tx, actor, params }) {
    if (!(await deleteDevice(tx, params.deviceId)))
      throw platformErrors.not_found('There is no such device.');
    await announceDevice(tx, ctx, actor, { ...params, removed: true });
  },
});
