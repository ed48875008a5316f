import type { ProfileGraph } from '../graph/profile-graph.ts';
import { lngScale, METERS_PER_UNIT, projectOnto } from '../network/distance.ts';
import type { StreetNetwork } from '../network/network.ts';
import { type Box, buildGrid, type Grid, searchGrid } from '../region/grid.ts';
import type { StreetPoint } from './seeds.ts';

/** A point brought onto the nearest street. */
export interface SnappedPoint extends StreetPoint {
  /** In 1e-7 degrees. */
  lat: number;
  lng: number;
  distanceMeters: number;
}

const CELL_METERS = 150;

/** Streets that reach few others are only taken when no better one is this much farther away. */
const DETOUR_TO_MAIN_METERS = 250;
const MAIN_SHARE = 0.05;

export function buildEdgeGrid(network: StreetNetwork, bounds: Box): Grid {
  return buildGrid(bounds, CELL_METERS, (touch) => {
    for (let edge = 0; edge < network.edgeFrom.length; edge++) {
      const end = (network.edgeShape[edge + 1] as number) - 1;
      for (let at = network.edgeShape[edge] as number; at < end; at++) {
        const lat1 = network.shapeLat[at] as number;
        const lat2 = network.shapeLat[at + 1] as number;
        const lng1 = network.shapeLng[at] as number;
        const lng2 = network.shapeLng[at + 1] as number;
        touch(edge, {
          south: Math.min(lat1, lat2),
          north: Math.max(lat1, lat2),
          west: Math.min(lng1, lng2),
          east: Math.max(lng1, lng2),
        });
      }
    }
  });
}

/** The place on an edge that is nearest to a point. */
export function projectOnEdge(network: StreetNetwork, edge: number, lat: number, lng: number): SnappedPoint {
  const first = network.edgeShape[edge] as number;
  const last = (network.edgeShape[edge + 1] as number) - 1;
  const scale = lngScale(lat);
  let best = Number.POSITIVE_INFINITY;
  let bestAt = first;
  let bestShare = 0;
  let total = 0;
  let before = 0;
  for (let at = first; at < last; at++) {
    const lat1 = network.shapeLat[at] as number;
    const lng1 = network.shapeLng[at] as number;
    const lat2 = network.shapeLat[at + 1] as number;
    const lng2 = network.shapeLng[at + 1] as number;
    const { share, squared } = projectOnto(lat, lng, lat1, lng1, lat2, lng2, scale);
    const length = Math.hypot((lng2 - lng1) * scale, lat2 - lat1);
    if (squared < best) {
      best = squared;
      bestAt = at;
      bestShare = share;
      before = total + share * length;
    }
    total += length;
  }
  const lat1 = network.shapeLat[bestAt] as number;
  const lng1 = network.shapeLng[bestAt] as number;
  return {
    edge,
    share: total === 0 ? 0 : before / total,
    lat: Math.round(lat1 + bestShare * ((network.shapeLat[bestAt + 1] as number) - lat1)),
    lng: Math.round(lng1 + bestShare * ((network.shapeLng[bestAt + 1] as number) - lng1)),
    distanceMeters: Math.sqrt(best) * METERS_PER_UNIT,
  };
}

/** Edges open to a profile near a point, nearest first. */
export function nearestEdges(
  network: StreetNetwork,
  grid: Grid,
  graph: ProfileGraph,
  point: { lat: number; lng: number },
  limits: { count: number; maxMeters: number; accept?: (edge: number) => boolean },
): SnappedPoint[] {
  const found: SnappedPoint[] = [];
  const seen = new Set<number>();
  searchGrid(grid, point.lat, point.lng, (edge) => {
    if (!seen.has(edge)) {
      seen.add(edge);
      const isOpen =
        (graph.directionState[2 * edge] as number) >= 0 ||
        (graph.directionState[2 * edge + 1] as number) >= 0;
      if (isOpen && (limits.accept?.(edge) ?? true)) {
        insert(found, projectOnEdge(network, edge, point.lat, point.lng), limits);
      }
    }
    const worst = found.length < limits.count ? undefined : found[found.length - 1];
    return worst?.distanceMeters ?? limits.maxMeters;
  });
  return found;
}

function insert(
  found: SnappedPoint[],
  point: SnappedPoint,
  limits: { count: number; maxMeters: number },
): void {
  if (point.distanceMeters > limits.maxMeters) return;
  let at = found.length;
  while (at > 0 && (found[at - 1] as SnappedPoint).distanceMeters > point.distanceMeters) at--;
  found.splice(at, 0, point);
  if (found.length > limits.count) found.pop();
}

/** Whether an edge belongs to a part of the streets that is large enough to be of use. */
export function isMainEdge(graph: ProfileGraph, edge: number): boolean {
  const needed = Math.max(2, largestComponent(graph) * MAIN_SHARE);
  return [2 * edge, 2 * edge + 1].some((direction) => {
    const component = graph.component[direction] as number;
    return component >= 0 && (graph.componentSizes[component] as number) >= needed;
  });
}

const largestByGraph = new WeakMap<ProfileGraph, number>();

function largestComponent(graph: ProfileGraph): number {
  let largest = largestByGraph.get(graph);
  if (largest === undefined) {
    largest = graph.componentSizes.reduce((most, size) => Math.max(most, size), 0);
    largestByGraph.set(graph, largest);
  }
  return largest;
}

/** Brings a point onto the street it most likely belongs to, or undefined when none is near. */
export function snap(
  network: StreetNetwork,
  grid: Grid,
  graph: ProfileGraph,
  point: { lat: number; lng: number },
  maxMeters: number,
): SnappedPoint | undefined {
  const [nearest] = nearestEdges(network, grid, graph, point, { count: 1, maxMeters });
  if (!nearest || isMainEdge(graph, nearest.edge)) return nearest;
  const [main] = nearestEdges(network, grid, graph, point, {
    count: 1,
    maxMeters: Math.min(maxMeters, nearest.distanceMeters + DETOUR_TO_MAIN_METERS),
    accept: (edge) => isMainEdge(graph, edge),
  });
  return main ?? nearest;
}
