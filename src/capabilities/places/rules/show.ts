import type { z } from 'zod';
import type { Place } from '../queries/places.ts';
import type { Region } from '../queries/regions.ts';
import type { place, region } from '../schema.ts';

export function showPlace(row: Place): z.output<typeof place> {
  const { createdBy: _, naturalKey: __, archivedAt, createdAt, updatedAt, ...shown } = row;
  return {
    ...shown,
    archivedAt: archivedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** To a tenth of a metre: more would claim an exactness that addresses do not have. */
export function showNearPlace({ distanceMeters, ...row }: Place & { distanceMeters: number }) {
  return { ...showPlace(row), distanceMeters: Math.round(distanceMeters * 10) / 10 };
}

export function showRegion(row: Region): z.output<typeof region> {
  const { id, version, name, definition } = row;
  return {
    id,
    version,
    name,
    polygon: 'polygon' in definition ? definition.polygon : null,
    circle: 'circle' in definition ? definition.circle : null,
    areaSquareMeters: Math.round(row.areaSquareMeters),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
