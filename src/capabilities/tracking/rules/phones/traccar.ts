import { z } from 'zod';
import { SOURCE } from '../fix.ts';
import type { PhoneReport } from './osmand.ts';

const figure = z.number().nullish();

/** What Traccar Client sends since version 9; what it adds beyond this is passed over. */
const traccarJson = z.object({
  device_id: z.union([z.string().min(1), z.number()]),
  location: z.object({
    timestamp: z.string(),
    coords: z.object({
      latitude: z.number(),
      longitude: z.number(),
      accuracy: figure,
      speed: figure,
      heading: figure,
      altitude: figure,
    }),
    battery: z.object({ level: figure }).nullish(),
  }),
});

/** JSON of Traccar Client 9 and later: metres a second, battery from 0 to 1. Null when it is not that. */
export function decodeTraccarJson(body: unknown): PhoneReport | null {
  const parsed = traccarJson.safeParse(body);
  if (!parsed.success) return null;
  const { device_id: phoneId, location } = parsed.data;
  const timeMs = Date.parse(location.timestamp);
  if (Number.isNaN(timeMs)) return null;
  const { coords, battery } = location;
  return {
    phoneId: String(phoneId),
    fix: {
      timeMs,
      lat: coords.latitude,
      lng: coords.longitude,
      altitudeMeters: coords.altitude ?? null,
      // The phone writes -1 for what it does not know.
      speedMetersPerSecond: known(coords.speed),
      headingDegrees: known(coords.heading),
      accuracyMeters: known(coords.accuracy),
      batteryPercent: battery?.level == null || battery.level < 0 ? null : Math.round(battery.level * 100),
      source: SOURCE.osmand,
    },
  };
}

function known(value: number | null | undefined): number | null {
  return value == null || value < 0 ? null : value;
}
