import { z } from 'zod';
import { id, idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { readStaysIn } from '../queries/geofences.ts';

const MAX_STAYS = 1_000;

export const listInside = defineRoute({
  operation: 'tracking.listInside',
  method: 'GET',
  path: '/v1/geofences/{id}/inside',
  summary: 'Who is inside of a geofence, the first to enter first; at most 1,000',
  permission: 'device:manage',
  params: idParams,
  response: z.strictObject({
    items: z.array(z.strictObject({ deviceId: id, enteredAt: z.iso.datetime(), dwelled: z.boolean() })),
  }),
  async handler({ sql, params }) {
    const stays = await readStaysIn(sql, params.id, MAX_STAYS);
    return {
      items: stays.map(({ deviceId, enteredAt, dwelled }) => ({
        deviceId,
        enteredAt: enteredAt.toISOString(),
        dwelled,
      })),
    };
  },
});
