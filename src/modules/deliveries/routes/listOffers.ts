import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { deliveriesConfig } from '../config.ts';
import { listOffers as list } from '../queries/deliveries.ts';
import { findDriver } from '../queries/drivers.ts';
import { showOffer } from '../rules/show.ts';
import { offer } from '../schema.ts';

export const listOffers = defineRoute({
  operation: 'deliveries.listOffers',
  method: 'GET',
  path: '/v1/drivers/{id}/offers',
  summary: 'What a driver is asked to do and has not answered yet, the most urgent first',
  permission: 'driver:read',
  params: idParams,
  query: z.strictObject({}),
  response: z.strictObject({ items: z.array(offer) }),
  async handler({ ctx, sql, params, actor, scope }) {
    const driver = await findDriver(sql, params.id, { actor, scope });
    if (!driver) throw platformErrors.not_found(`There is no driver ${params.id} that you may see.`);
    const { offerTtlSeconds } = ctx.config.get(deliveriesConfig);
    const offers = await list(sql, params.id);
    return { items: offers.map((row) => showOffer(row, offerTtlSeconds)) };
  },
});
