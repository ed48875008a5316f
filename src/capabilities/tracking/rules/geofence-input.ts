import { z } from 'zod';
import { latitude, longitude } from '../../../platform/http/fields.ts';
import type { StoredGeofence } from '../queries/geofences.ts';
import type { Geofence } from './geofence.ts';

const ring = z
  .array(z.tuple([longitude, latitude]))
  .min(4)
  .max(5_000);

/** A geofence as clients send it: a circle, or a polygon as in GeoJSON. */
export const geofenceInput = z
  .strictObject({
    name: z.string().min(1).max(200),
    shape: z.discriminatedUnion('type', [
      z.strictObject({
        type: z.literal('circle'),
        lat: latitude,
        lng: longitude,
        radiusMeters: z.number().min(1).max(1_000_000),
      }),
      z.strictObject({
        type: z.literal('polygon'),
        rings: z.array(ring).min(1).max(20).meta({
          description: 'As in GeoJSON: [lng, lat], closed; the first is the outer one, others are holes',
        }),
      }),
    ]),
    dwellSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .nullable()
      .optional()
      .meta({ description: 'Stay after which geofenceDwelled is published; null: never' }),
    deviceIds: z
      .array(z.uuid())
      .max(1_000)
      .nullable()
      .optional()
      .meta({ description: 'Vehicles and drivers that it is for; null: all' }),
  })
  .meta({ id: 'GeofenceInput' });

export const geofenceOutput = geofenceInput
  .extend({
    id: z.uuid(),
    dwellSeconds: z.int().nullable(),
    deviceIds: z.array(z.uuid()).nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Geofence' });

/** Null when a ring is not closed. */
export function toGeofence(id: string, input: z.output<typeof geofenceInput>): Geofence | null {
  const { shape } = input;
  if (shape.type === 'polygon') {
    for (const one of shape.rings) {
      const [first, last] = [one[0], one.at(-1)];
      if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) return null;
    }
  }
  return {
    id,
    name: input.name,
    circle:
      shape.type === 'circle' ? { lat: shape.lat, lng: shape.lng, radiusMeters: shape.radiusMeters } : null,
    rings: shape.type === 'polygon' ? shape.rings : null,
    dwellSeconds: input.dwellSeconds ?? null,
    deviceIds: input.deviceIds ?? null,
  };
}

export function showGeofence(fence: StoredGeofence): z.input<typeof geofenceOutput> {
  const { id, name, circle, rings, dwellSeconds, deviceIds, version } = fence;
  return {
    id,
    name,
    shape:
      circle !== null
        ? { type: 'circle', ...circle }
        : {
            type: 'polygon',
            rings: (rings ?? []).map((one) => one.map(([lng, lat]): [number, number] => [lng, lat])),
          },
    dwellSeconds,
    deviceIds: deviceIds === null ? null : [...deviceIds],
    version,
    createdAt: fence.createdAt.toISOString(),
    updatedAt: fence.updatedAt.toISOString(),
  };
}
