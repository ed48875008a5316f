import { z } from 'zod';
import { latitude, longitude } from '../../platform/http/fields.ts';
import { PROFILES } from './network/profile-rules.ts';

export const profile = z.enum(PROFILES).meta({ description: 'Who moves: by car, bicycle or on foot' });
export const askedPoint = z.object({ lat: latitude, lng: longitude }).meta({ id: 'MapPoint' });

export const lngLat = z.tuple([z.number(), z.number()]);
export const line = z.array(lngLat).meta({ description: 'Points as [lng, lat], as in GeoJSON' });

export const snappedStop = z
  .strictObject({
    lat: z.number(),
    lng: z.number(),
    street: z.string().meta({ description: 'Name of the street; empty when it has none' }),
    distanceMeters: z.number().meta({ description: 'From the point that was asked for' }),
  })
  .meta({ id: 'SnappedStop' });

export const routeStep = z
  .strictObject({
    leg: z.int(),
    kind: z.enum(['depart', 'turn', 'continue', 'roundabout', 'ferry', 'arrive']),
    turn: z
      .enum([
        'straight',
        'slightRight',
        'right',
        'sharpRight',
        'turnAround',
        'sharpLeft',
        'left',
        'slightLeft',
      ])
      .optional(),
    exit: z.int().optional().meta({ description: 'Which exit of a roundabout' }),
    street: z.string(),
    ref: z.string(),
    bearingDegrees: z.number(),
    distanceMeters: z.number(),
    durationSeconds: z.number(),
    geometryIndex: z.int().meta({ description: 'Where in geometry the step begins' }),
  })
  .meta({ id: 'RouteStep' });

const routeParts = {
  distanceMeters: z.number(),
  durationSeconds: z.number(),
  geometry: line,
  legs: z.array(z.strictObject({ distanceMeters: z.number(), durationSeconds: z.number() })),
  steps: z.array(routeStep),
};

export const routeAnswer = z
  .strictObject({
    ...routeParts,
    stops: z.array(snappedStop),
    alternatives: z.array(z.strictObject(routeParts)),
    attribution: z.string(),
  })
  .meta({ id: 'RouteAnswer' });

export const addressAnswer = z
  .strictObject({
    kind: z.enum(['address', 'street', 'town', 'station', 'place', 'shop']),
    text: z.string().meta({ description: 'On one line, as one would write it' }),
    name: z.string(),
    street: z.string(),
    houseNumber: z.string(),
    postcode: z.string(),
    city: z.string(),
    lat: z.number(),
    lng: z.number(),
  })
  .meta({ id: 'FoundAddress' });
