import { type Fix, SOURCE } from '../fix.ts';

/** A report as a phone sends it, before it is known whose phone it is. */
export interface PhoneReport {
  phoneId: string;
  fix: Omit<Fix, 'deviceId' | 'kind'>;
}

export type Parameters = Readonly<Record<string, string | undefined>>;

const METERS_PER_SECOND_PER_KNOT = 1852 / 3600;
/** Of a receiver in the open: what one unit of dilution of precision is worth. */
const METERS_PER_HDOP = 5;
/** Above this a time in whole numbers is in milliseconds. */
const LARGEST_SECONDS = 2 ** 31;

/** A finite number, or null. Phones write "NaN" and empty text for what they do not know. */
function figure(text: string | undefined): number | null {
  if (text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Seconds or milliseconds since 1970, RFC 3339, or `yyyy-MM-dd HH:mm:ss` in UTC. Null when it is none of these. */
export function phoneTime(text: string): number | null {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    return Math.round(value < LARGEST_SECONDS ? value * 1000 : value);
  }
  const iso = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const parsed = /^\d{4}-\d\d-\d\dT/.test(iso) ? Date.parse(iso) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

/**
 * Query or form parameters of OsmAnd's online tracking and of Traccar Client up to version 8. OsmAnd gives the
 * speed in metres a second, Traccar Client in knots. Null: no device, no place, or a time that is none.
 */
export function decodeParameters(
  given: Parameters,
  { speedUnit, nowMs }: { speedUnit: 'metersPerSecond' | 'knots'; nowMs: number },
): PhoneReport | null {
  const phoneId = given['id'] ?? given['deviceid'];
  const [lat, lng] = placeOf(given);
  if (phoneId === undefined || phoneId === '' || lat === null || lng === null) return null;
  const time = given['timestamp'];
  const timeMs = time === undefined || time === '' ? nowMs : phoneTime(time);
  if (timeMs === null) return null;
  const speed = figure(given['speed']);
  const hdop = figure(given['hdop']);
  return {
    phoneId,
    fix: {
      timeMs,
      lat,
      lng,
      altitudeMeters: figure(given['altitude']),
      speedMetersPerSecond:
        speed === null || speedUnit === 'metersPerSecond' ? speed : speed * METERS_PER_SECOND_PER_KNOT,
      headingDegrees: figure(given['bearing'] ?? given['heading']),
      accuracyMeters: figure(given['accuracy']) ?? (hdop === null ? null : hdop * METERS_PER_HDOP),
      batteryPercent: figure(given['batt']),
      source: SOURCE.osmand,
    },
  };
}

function placeOf(given: Parameters): [number | null, number | null] {
  const [lat, lng] = given['location']?.split(',') ?? [];
  return [figure(given['lat'] ?? lat), figure(given['lon'] ?? lng)];
}
