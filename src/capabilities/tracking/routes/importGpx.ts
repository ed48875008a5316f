import { z } from 'zod';
import { id } from '../../../platform/http/fields.ts';
import { defineRoute } from '../../../platform/http/route.ts';
import { reportFixes } from '../actions/reportFixes.ts';
import { trackingErrors } from '../errors.ts';
import { type Fix, KIND, KINDS, SOURCE } from '../rules/fix.ts';
import { type GpxPoint, parseGpx } from '../rules/gpx.ts';
import { outcomeSchema } from './reportPositions.ts';

const MAX_BYTES = 32 * 1024 * 1024;
const SLICE = 5_000;

export const importGpx = defineRoute({
  operation: 'tracking.importGpx',
  method: 'POST',
  path: '/v1/tracks/gpx',
  summary: 'Import a GPX file as the track of a vehicle or driver',
  description: 'Points without a time are set aside: they cannot be placed in order.',
  permission: 'position:write',
  transaction: false,
  bodyLimit: MAX_BYTES,
  accepts: ['application/gpx+xml', 'application/xml', 'text/xml'],
  query: z.strictObject({ deviceId: id, kind: z.enum(KINDS).optional() }),
  response: outcomeSchema,
  problems: ['not_gpx'],
  async handler({ ctx, actor, scope, query, request }) {
    const points = parse(await readText(request.raw));
    const fixes = points.map(
      (point): Fix => ({
        ...point,
        deviceId: query.deviceId.toLowerCase(),
        kind: KIND[query.kind ?? 'vehicle'],
        timeMs: point.timeMs ?? Number.NaN,
        accuracyMeters: null,
        batteryPercent: null,
        source: SOURCE.gpx,
      }),
    );
    const sum: z.input<typeof outcomeSchema> = { accepted: 0, duplicates: 0, setAside: [] };
    for (let start = 0; start < fixes.length; start += SLICE) {
      const outcome = await reportFixes(ctx, { actor, scope }, fixes.slice(start, start + SLICE));
      sum.accepted += outcome.accepted;
      sum.duplicates += outcome.duplicates;
      sum.setAside.push(...outcome.setAside.map(({ index, reason }) => ({ index: index + start, reason })));
    }
    return sum;
  },
});

async function readText(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_BYTES) throw trackingErrors.not_gpx('The file is larger than 32 MB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): GpxPoint[] {
  try {
    return parseGpx(text);
  } catch (error) {
    throw trackingErrors.not_gpx(`${error instanceof Error ? error.message : 'It cannot be read'}.`);
  }
}
