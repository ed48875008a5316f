/** The plane that the town is drawn on: metres east (x) and north (y) of its centre. */
export interface Spot {
  x: number;
  y: number;
}

export type Polygon = Spot[];

export function between(a: Spot, b: Spot, share: number): Spot {
  return { x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) };
}

export function distance(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Twice the area with its sign: positive when the corners go counter-clockwise. */
export function signedArea(polygon: Polygon): number {
  let area = 0;
  for (let i = 0; i < polygon.length; i++) {
    const a = polygon[i] as Spot;
    const b = polygon[(i + 1) % polygon.length] as Spot;
    area += a.x * b.y - b.x * a.y;
  }
  return area / 2;
}

export function centroid(polygon: Polygon): Spot {
  const area = signedArea(polygon);
  let x = 0;
  let y = 0;
  for (let i = 0; i < polygon.length; i++) {
    const a = polygon[i] as Spot;
    const b = polygon[(i + 1) % polygon.length] as Spot;
    const cross = a.x * b.y - b.x * a.y;
    x += (a.x + b.x) * cross;
    y += (a.y + b.y) * cross;
  }
  return { x: x / (6 * area), y: y / (6 * area) };
}

export function isInside(polygon: Polygon, spot: Spot): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const a = polygon[i] as Spot;
    const b = polygon[j] as Spot;
    if (a.y > spot.y !== b.y > spot.y && spot.x < ((b.x - a.x) * (spot.y - a.y)) / (b.y - a.y) + a.x) {
      inside = !inside;
    }
  }
  return inside;
}

export function distanceToSegment(spot: Spot, a: Spot, b: Spot): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const share =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((spot.x - a.x) * dx + (spot.y - a.y) * dy) / length));
  return distance(spot, between(a, b, share));
}

export function distanceToBorder(polygon: Polygon, spot: Spot): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < polygon.length; i++) {
    const next = polygon[(i + 1) % polygon.length] as Spot;
    best = Math.min(best, distanceToSegment(spot, polygon[i] as Spot, next));
  }
  return best;
}

/** Share of the way from a to b where it crosses c to d, or undefined. */
export function crossing(a: Spot, b: Spot, c: Spot, d: Spot): { share: number; other: number } | undefined {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const ex = d.x - c.x;
  const ey = d.y - c.y;
  const cross = dx * ey - dy * ex;
  if (cross === 0) return undefined;
  const share = ((c.x - a.x) * ey - (c.y - a.y) * ex) / cross;
  const other = ((c.x - a.x) * dy - (c.y - a.y) * dx) / cross;
  return share >= 0 && share <= 1 && other >= 0 && other <= 1 ? { share, other } : undefined;
}

/** The polygon with every corner moved inwards by about `meters`; good for gently bent borders. */
export function shrink(polygon: Polygon, meters: number): Polygon {
  const inwards = signedArea(polygon) > 0 ? 1 : -1;
  return polygon.map((spot, i) => {
    const before = polygon[(i + polygon.length - 1) % polygon.length] as Spot;
    const after = polygon[(i + 1) % polygon.length] as Spot;
    const dx = after.x - before.x;
    const dy = after.y - before.y;
    const length = Math.hypot(dx, dy) || 1;
    return { x: spot.x - (inwards * meters * dy) / length, y: spot.y + (inwards * meters * dx) / length };
  });
}
