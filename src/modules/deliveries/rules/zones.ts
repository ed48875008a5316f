import { z } from 'zod';
import type { Point } from '../../../platform/geo/distance.ts';
import { id, latitude, longitude } from '../../../platform/http/fields.ts';
import { timeZone, weeklyHours, within, type WeeklyHours } from './hours.ts';

const ring = z
  .array(z.tuple([longitude, latitude]))
  .min(4)
  .max(1000)
  .refine((points) => sameCorner(points[0], points.at(-1)), 'must end where it begins');

export const area = z
  .strictObject({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1).max(20) })
  .meta({
    id: 'ZoneArea',
    description: 'GeoJSON polygon: the outline, then its holes; not over the antimeridian',
  });
export type Area = z.output<typeof area>;

export const zoneFields = {
  name: z.string().trim().min(1).max(120),
  priority: z.int().min(0).max(1000).meta({ description: 'Where zones overlap the greater one counts' }),
  area,
  activeHours: z.array(weeklyHours).max(50).meta({ description: 'None: always' }),
  timeZone,
};

export const zone = z
  .strictObject({
    id,
    version: z.int(),
    ...zoneFields,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'DeliveryZone' });

function sameCorner(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];
}

export function boundsOf({ coordinates: [outline = []] }: Area) {
  const lngs = outline.map(([lng]) => lng);
  const lats = outline.map(([, lat]) => lat);
  return {
    west: Math.min(...lngs),
    south: Math.min(...lats),
    east: Math.max(...lngs),
    north: Math.max(...lats),
  };
}

/** Even-odd rule: holes are cut out by themselves. */
export function covers({ coordinates }: Area, { lat, lng }: Point): boolean {
  let inside = false;
  for (const corners of coordinates)
    for (let index = 1; index < corners.length; index++) {
      const [x1, y1] = corners[index - 1]!;
      const [x2, y2] = corners[index]!;
      if (y1 > lat !== y2 > lat && lng < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  return inside;
}

/** The zones that count at a point and time, the first of them before all others. */
export function zonesAt<
  Z extends { id: string; priority: number; area: Area; activeHours: WeeklyHours[]; timeZone: string },
>(zones: readonly Z[], point: Point, at: Date): Z[] {
  return zones
    .filter((entry) => covers(entry.area, point) && within(entry.activeHours, at, entry.timeZone))
    .sort((a, b) => b.priority - a.priority || a.id.localeCompare(b.id));
}
