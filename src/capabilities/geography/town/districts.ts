import type { Face } from './faces.ts';
import { height, type Land } from './land.ts';
import { centroid, type Polygon, signedArea, type Spot } from './plane.ts';
import { hashed } from './random.ts';

export type DistrictKind =
  | 'old'
  | 'centre'
  | 'grid'
  | 'organic'
  | 'park'
  | 'industrial'
  | 'village'
  | 'farmland'
  | 'forest';

export interface District {
  index: number;
  kind: DistrictKind;
  face: Face;
  polygon: Polygon;
  middle: Spot;
  /** Direction of its streets, radians. */
  orientation: number;
}

/** Decides what each area between main roads is used for. */
export function zone(land: Land, faces: readonly Face[], ringRadii: readonly number[]): District[] {
  return faces.map((face, index) => {
    const middle = centroid(face.polygon);
    return {
      index,
      kind: kindOf(land, middle, index, ringRadii, Math.abs(signedArea(face.polygon))),
      face,
      polygon: face.polygon,
      middle,
      orientation: Math.atan2(middle.y, middle.x) + (hashed(land.seed, 30, index) - 0.5) * 0.7,
    };
  });
}

function kindOf(
  land: Land,
  middle: Spot,
  index: number,
  ringRadii: readonly number[],
  area: number,
): DistrictKind {
  const r = Math.hypot(middle.x, middle.y);
  if (r < (ringRadii[0] as number)) return 'old';
  if (r < (ringRadii[1] as number)) return 'centre';
  const hill = height(land, middle);
  if (hill > 0.55) return 'forest';
  const angle = Math.atan2(middle.y, middle.x);
  const off = Math.abs(Math.atan2(Math.sin(angle - land.bayAngle), Math.cos(angle - land.bayAngle)));
  const dice = hashed(land.seed, 31, index);
  const isUrban = r < land.radius * (land.radius > 6000 ? 0.78 : 0.62);
  if (off < 0.62 && off > 0.2 && r > 900 && r < 3200) return 'industrial';
  if (!isUrban) {
    if (hill > 0.3) return dice < 0.7 ? 'forest' : 'farmland';
    if (dice < 0.22) return 'village';
    return dice < 0.85 ? 'farmland' : 'forest';
  }
  if (area < 60_000) return dice < 0.4 ? 'park' : 'grid';
  if (dice < 0.1) return 'park';
  return dice < 0.58 ? 'grid' : 'organic';
}
