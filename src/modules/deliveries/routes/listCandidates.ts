import { z } from 'zod';
import { platformErrors } from '../../../platform/errors/platform-errors.ts';
import { idParams } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { candidateDrivers } from '../actions/candidateDrivers.ts';
import { findDelivery } from '../queries/deliveries.ts';
import { constraints } from '../rules/candidates.ts';

const candidate = z
  .strictObject({
    driverId: z.uuid(),
    name: z.string(),
    suitable: z.boolean(),
    ruledOutBy: z.array(
      z.strictObject({
        constraint: z.enum(constraints),
        reason: z.string().meta({ description: 'In English' }),
        details: z
          .strictObject({
            driverState: z.string(),
            skills: z.array(z.string()).meta({ description: 'Those that are lacking' }),
            freeGrams: z.number(),
            weightGrams: z.number(),
            activeCount: z.int(),
            lastSeenSeconds: z.number(),
            meters: z.number(),
          })
          .partial()
          .meta({ description: 'The figures of the reason, to say it in another language' }),
      }),
    ),
    approachMeters: z.number().nullable(),
    activeCount: z.int(),
    score: z
      .number()
      .nullable()
      .meta({ description: 'Meters to the pickup plus 1,500 for each delivery held; smaller is better' }),
  })
  .meta({ id: 'Candidate' });

export const listCandidates = defineRoute({
  operation: 'deliveries.listCandidates',
  method: 'GET',
  path: '/v1/deliveries/{id}/candidates',
  summary:
    'Why this driver: every working driver, best first, with the constraint that rules each other one out',
  permission: 'delivery:assign',
  params: idParams,
  response: z.strictObject({ items: z.array(candidate) }),
  async handler({ ctx, sql, params, actor, scope }) {
    const delivery = await findDelivery(sql, params.id, { actor, scope });
    if (!delivery) throw platformErrors.not_found(`There is no delivery ${params.id} that you may see.`);
    return { items: await candidateDrivers(sql, delivery, ctx) };
  },
});
