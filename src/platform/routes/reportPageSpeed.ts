import { z } from 'zod';
import { defineRoute, PUBLIC } from '../http/route.ts';
import { notePageSpeed } from '../telemetry/page-speed.ts';

const milliseconds = z.number().min(0).max(600_000).optional();

export const reportPageSpeed = defineRoute({
  operation: 'platform.reportPageSpeed',
  method: 'POST',
  path: '/v1/page-speeds',
  summary: 'How a page felt in a browser; public, for it is measured before anybody signs in',
  permission: PUBLIC,
  limit: { name: 'page-speeds', windowSeconds: 60, guest: 20, user: 60 },
  transaction: false,
  audited: false,
  body: z
    .strictObject({
      area: z.string().regex(/^[a-z][a-z-]{0,19}$/, 'must be a word such as dispatch'),
      firstPaintMs: milliseconds,
      largestPaintMs: milliseconds,
      interactionMs: milliseconds.meta({ description: 'The slowest answer to a click or key' }),
      shift: z.number().min(0).max(100).optional().meta({ description: 'Cumulative layout shift' }),
    })
    .meta({ id: 'PageSpeed' }),
  async handler({ body }) {
    notePageSpeed(body);
    return undefined;
  },
});
