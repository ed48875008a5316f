import { z } from 'zod';
import { SOURCE } from '../fix.ts';
import type { PhoneReport } from './osmand.ts';

const figure = z.number().nullish();
const location = z.object({
  _type: z.literal('location'),
  lat: z.number(),
  lon: z.number(),
  tst: z.number(),
  acc: figure,
  alt: figure,
  batt: figure,
  cog: figure,
  vel: figure,
});

const KILOMETERS_PER_HOUR = 3.6;

/**
 * One message of OwnTracks. `null`: a type that says nothing about a place, to be passed over. `undefined`: a
 * location that is none.
 */
export function decodeOwnTracks(body: unknown): PhoneReport['fix'] | null | undefined {
  const type = (body as { _type?: unknown } | null)?._type;
  if (typeof type !== 'string') return undefined;
  if (type !== 'location') return null;
  const parsed = location.safeParse(body);
  if (!parsed.success) return undefined;
  const { lat, lon, tst, acc, alt, batt, cog, vel } = parsed.data;
  return {
    timeMs: Math.round(tst * 1000),
    lat,
    lng: lon,
    altitudeMeters: alt ?? null,
    speedMetersPerSecond: vel == null || vel < 0 ? null : vel / KILOMETERS_PER_HOUR,
    headingDegrees: cog == null || cog < 0 ? null : cog,
    accuracyMeters: acc ?? null,
    batteryPercent: batt ?? null,
    source: SOURCE.owntracks,
  };
}
