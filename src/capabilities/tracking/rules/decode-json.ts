import { z } from 'zod';
import { type Fix, KIND, type Source } from './fix.ts';

const figure = z.number().nullish();

/** A position as clients send it. Whether it can be true is decided later: an impossible one is set aside, not refused. */
export const positionInput = z
  .strictObject({
    deviceId: z.uuid().meta({ description: 'The vehicle or driver that it is of' }),
    kind: z.enum(['vehicle', 'driver']).optional().meta({ description: 'Default vehicle' }),
    time: z
      .union([z.iso.datetime({ offset: true }), z.number()])
      .meta({ description: 'Device time: RFC 3339, or milliseconds since 1970' }),
    lat: z.number().meta({ description: 'Degrees north, WGS 84' }),
    lng: z.number().meta({ description: 'Degrees east, WGS 84' }),
    altitudeMeters: figure,
    speedMetersPerSecond: figure,
    headingDegrees: figure.meta({ description: 'Clockwise from north' }),
    accuracyMeters: figure,
    batteryPercent: figure,
  })
  .meta({ id: 'PositionInput' });

export type PositionInput = z.output<typeof positionInput>;

export const MAX_BATCH = 5_000;

export function decodeJson(input: PositionInput, source: Source): Fix {
  return {
    deviceId: input.deviceId.toLowerCase(),
    kind: KIND[input.kind ?? 'vehicle'],
    timeMs: typeof input.time === 'number' ? Math.round(input.time) : Date.parse(input.time),
    lat: input.lat,
    lng: input.lng,
    altitudeMeters: input.altitudeMeters ?? null,
    speedMetersPerSecond: input.speedMetersPerSecond ?? null,
    headingDegrees: input.headingDegrees ?? null,
    accuracyMeters: input.accuracyMeters ?? null,
    batteryPercent: input.batteryPercent ?? null,
    source,
  };
}
