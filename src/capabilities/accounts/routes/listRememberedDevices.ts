import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { requireOwnUser } from '../factor-account.ts';
import { rememberedDevice } from '../factor-schema.ts';
import { listRememberedDevices as list } from '../queries/factor-devices.ts';
import { showDevice } from '../rules/factor-show.ts';

export const listRememberedDevices = defineRoute({
  operation: 'accounts.listRememberedDevices',
  method: 'GET',
  path: '/v1/me/remembered-devices',
  summary: 'Browsers and apps in which the second step is not asked for a while; at most 100',
  permission: 'factor:manage',
  response: z.strictObject({ items: z.array(rememberedDevice) }).meta({ id: 'RememberedDevices' }),
  async handler({ ctx, sql, actor }) {
    const user = await requireOwnUser(sql, actor);
    return { items: (await list(sql, user.id, ctx.clock.now())).map(showDevice) };
  },
});
