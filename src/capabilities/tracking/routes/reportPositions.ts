import { z } from 'zod';
import { defineRoute } from '../../../platform/http/route.ts';
import { positionLimit } from '../limits.ts';
import { reportFixes } from '../actions/reportFixes.ts';
import { REASONS } from '../rules/check.ts';
import { decodeJson, MAX_BATCH, positionInput } from '../rules/decode-json.ts';
import { SOURCE } from '../rules/fix.ts';

export const outcomeSchema = z
  .strictObject({
    accepted: z.int().meta({ description: 'Stored durably now' }),
    duplicates: z.int().meta({ description: 'Were stored before: the same device and device time' }),
    setAside: z
      .array(z.strictObject({ index: z.int(), reason: z.enum(REASONS) }))
      .meta({ description: 'Cannot be true; kept apart with the reason. index: place in the batch, from 0' }),
  })
  .meta({ id: 'PositionsOutcome' });

export const reportPositions = defineRoute({
  operation: 'tracking.reportPositions',
  method: 'POST',
  path: '/v1/positions',
  summary: 'Report positions in a batch',
  description:
    'The answer comes when the positions are durable. Sending a batch again is harmless: a device has one position for each device time.',
  permission: 'position:write',
  limit: positionLimit,
  transaction: false,
  audited: false,
  bodyLimit: 4 * 1024 * 1024,
  body: z.strictObject({ positions: z.array(positionInput).min(1).max(MAX_BATCH) }),
  response: outcomeSchema,
  async handler({ ctx, actor, scope, body }) {
    const fixes = body.positions.map((position) => decodeJson(position, SOURCE.api));
    return await reportFixes(ctx, { actor, scope }, fixes);
  },
});
