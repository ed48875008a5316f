import { distanceMeters, earthRadiusMeters, type Point } from '../../../platform/geo/distance.ts';
import { placesErrors } from '../errors.ts';
import { chordOf } from './sphere.ts';

export interface Circle {
  center: Point;
  radiusMeters: number;
}

/** What the database keeps of a region. */
export interface Shape {
  kind: 'polygon' | 'circle';
  definition: { polygon: Point[] } | { circle: Circle };
  /** The polygon, or one that holds the whole circle. */
  ring: Point[];
  radiusChord: number | null;
  areaSquareMeters: number;
}

const radians = Math.PI / 180;
const cornersOfCircle = 72;

const refused = (reason: string, field: string) =>
  placesErrors.region_not_supported(`${reason}.`, { errors: [{ field, reason }] });

/** @throws region_not_supported over the antimeridian or a pole, without an area, or with edges that cross */
export function polygonShape(corners: readonly Point[]): Shape {
  const ring = corners.filter((corner, index) => !same(corner, corners.at(index - 1)!));
  if (ring.length < 3) throw refused('A polygon needs three different corners', 'polygon');
  const lngs = ring.map(({ lng }) => lng);
  if (Math.max(...lngs) - Math.min(...lngs) > 180)
    throw refused('A region may not reach over the antimeridian; make one on each side', 'polygon');
  const area = areaOf(ring);
  if (area < 1) throw refused('The polygon has no area', 'polygon');
  if (crossesItself(ring)) throw refused('The edges of the polygon cross each other', 'polygon');
  const definition = { polygon: [...corners] };
  return { kind: 'polygon', definition, ring, radiusChord: null, areaSquareMeters: area };
}

/** @throws region_not_supported when it reaches over the antimeridian or a pole */
export function circleShape(circle: Circle): Shape {
  const { center, radiusMeters } = circle;
  const angle = radiusMeters / earthRadiusMeters;
  if (Math.abs(center.lat) * radians + angle >= Math.PI / 2)
    throw refused('A region may not reach over a pole', 'circle');
  // Corners a little farther out, so that the edges between them do not cut into the circle.
  const outside = Math.atan(Math.tan(angle) / Math.cos(Math.PI / cornersOfCircle)) * 1.001;
  const ring = Array.from({ length: cornersOfCircle }, (_, index) =>
    destination(center, (index * 2 * Math.PI) / cornersOfCircle, outside),
  );
  if (ring.some(({ lat, lng }) => Math.abs(lng) > 180 || Math.abs(lat) > 90))
    throw refused('A region may not reach over the antimeridian or a pole', 'circle');
  return {
    kind: 'circle',
    definition: { circle },
    ring,
    radiusChord: chordOf(radiusMeters),
    areaSquareMeters: 2 * Math.PI * earthRadiusMeters ** 2 * (1 - Math.cos(angle)),
  };
}

const same = (a: Point, b: Point): boolean => a.lat === b.lat && a.lng === b.lng;

/** The longitude may leave -180..180; the caller refuses it then. */
function destination(from: Point, bearing: number, angle: number): Point {
  const lat = from.lat * radians;
  const sinLat = Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing);
  const turn = Math.atan2(
    Math.sin(bearing) * Math.sin(angle) * Math.cos(lat),
    Math.cos(angle) - Math.sin(lat) * sinLat,
  );
  return { lat: Math.asin(sinLat) / radians, lng: from.lng + turn / radians };
}

/** On a plane that fits the middle of the ring; good enough to tell the smaller of two regions. */
function areaOf(ring: readonly Point[]): number {
  const origin = ring[0]!;
  const middle = ring.reduce((sum, { lat }) => sum + lat, 0) / ring.length;
  const metersPerDegree = distanceMeters({ lat: 0, lng: 0 }, { lat: 1, lng: 0 });
  const flat = ring.map(({ lat, lng }) => ({
    x: (lng - origin.lng) * metersPerDegree * Math.cos(middle * radians),
    y: (lat - origin.lat) * metersPerDegree,
  }));
  const doubled = flat.reduce((sum, a, index) => {
    const b = flat[(index + 1) % flat.length]!;
    return sum + a.x * b.y - b.x * a.y;
  }, 0);
  return Math.abs(doubled) / 2;
}

function crossesItself(ring: readonly Point[]): boolean {
  const edges = ring.map((from, index) => [from, ring[(index + 1) % ring.length]!] as const);
  return edges.some((one, i) =>
    edges.some((two, j) => j > i + 1 && !(i === 0 && j === edges.length - 1) && cross(one, two)),
  );
}

type Edge = readonly [Point, Point];

function cross([a, b]: Edge, [c, d]: Edge): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    Math.sign((q.lng - p.lng) * (r.lat - p.lat) - (q.lat - p.lat) * (r.lng - p.lng));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}
