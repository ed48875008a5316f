import { byZoom, kindIs, type StyleLayer } from './expressions.ts';
import type { Palette } from './palettes.ts';

interface RoadClass {
  id: string;
  kinds: string[];
  color: keyof Palette['road'];
  /** Width in pixels at zooms 8, 12, 15 and 18. */
  widths: [number, number, number, number];
  minzoom: number;
}

/** From the smallest to the largest, in the order in which they are laid over one another. */
const CLASSES: readonly RoadClass[] = [
  { id: 'service', kinds: ['service'], color: 'minor', widths: [0, 0.3, 2.4, 12], minzoom: 14 },
  {
    id: 'minor',
    kinds: ['residential', 'unclassified', 'living_street', 'pedestrian', 'road'],
    color: 'minor',
    widths: [0, 0.9, 5, 24],
    minzoom: 12,
  },
  { id: 'tertiary', kinds: ['tertiary'], color: 'minor', widths: [0.2, 1.7, 7, 30], minzoom: 10 },
  { id: 'secondary', kinds: ['secondary'], color: 'secondary', widths: [0.7, 2.4, 8.5, 34], minzoom: 8 },
  { id: 'primary', kinds: ['primary'], color: 'primary', widths: [1, 3, 9.5, 38], minzoom: 7 },
  { id: 'trunk', kinds: ['trunk'], color: 'trunk', widths: [1.3, 3.4, 10, 40], minzoom: 6 },
  { id: 'motorway', kinds: ['motorway'], color: 'motorway', widths: [1.6, 4, 12, 46], minzoom: 5 },
];

const ROUND = { 'line-cap': 'round', 'line-join': 'round' };
const isTunnel = ['==', ['get', 'tunnel'], true];

function width({ widths }: RoadClass, extra: number): unknown[] {
  const [far, middle, near, close] = widths;
  return byZoom(
    [8, far + (far > 0 ? extra / 2 : 0)],
    [12, middle + extra * 0.7],
    [15, near + extra],
    [18, close + extra * 1.4],
  );
}

function casing(palette: Palette, road: RoadClass): StyleLayer {
  return {
    id: `road-${road.id}-casing`,
    type: 'line',
    source: 'map',
    'source-layer': 'road',
    minzoom: Math.max(road.minzoom, 11),
    filter: ['all', kindIs(...road.kinds), ['!', isTunnel]],
    layout: ROUND,
    paint: {
      'line-color': palette.road.casing,
      'line-width': width(road, 1.5),
      'line-opacity': ['interpolate', ['linear'], ['zoom'], 11, 0.4, 13, 1],
    },
  };
}

function surface(palette: Palette, road: RoadClass): StyleLayer {
  return {
    id: `road-${road.id}`,
    type: 'line',
    source: 'map',
    'source-layer': 'road',
    minzoom: road.minzoom,
    filter: ['all', kindIs(...road.kinds), ['!', isTunnel]],
    layout: ROUND,
    paint: { 'line-color': palette.road[road.color], 'line-width': width(road, 0) },
  };
}

function tunnel(palette: Palette, road: RoadClass): StyleLayer {
  return {
    id: `road-${road.id}-tunnel`,
    type: 'line',
    source: 'map',
    'source-layer': 'road',
    minzoom: Math.max(12, road.minzoom),
    filter: ['all', kindIs(...road.kinds), isTunnel],
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': palette.road.casing,
      'line-width': width(road, 0),
      'line-opacity': 0.6,
      'line-dasharray': [1.2, 0.6],
    },
  };
}

/** Ways for walking, streets with their edges, tracks of trains and lines of ferries. */
export function roadLayers(palette: Palette): StyleLayer[] {
  const line = (
    id: string,
    layer: string,
    filter: unknown[],
    paint: Record<string, unknown>,
    minzoom: number,
  ) => ({
    id,
    type: 'line',
    source: 'map',
    'source-layer': layer,
    minzoom,
    filter,
    paint,
  });
  return [
    ...CLASSES.map((road) => tunnel(palette, road)),
    line(
      'road-path',
      'road',
      kindIs('path', 'footway', 'bridleway', 'steps', 'cycleway'),
      {
        'line-color': palette.road.path,
        'line-width': byZoom([14, 0.7], [18, 2.4]),
        'line-dasharray': [2, 1.6],
        'line-opacity': 0.8,
      },
      14,
    ),
    line(
      'road-track',
      'road',
      kindIs('track'),
      {
        'line-color': palette.road.path,
        'line-width': byZoom([13, 0.6], [18, 3]),
        'line-dasharray': [5, 2],
        'line-opacity': 0.7,
      },
      13,
    ),
    ...CLASSES.map((road) => casing(palette, road)),
    ...CLASSES.map((road) => surface(palette, road)),
    line(
      'rail',
      'rail',
      ['!=', ['get', 'tunnel'], true],
      {
        'line-color': palette.rail,
        'line-width': byZoom([8, 0.6], [15, 1.8], [18, 3]),
      },
      9,
    ),
    line(
      'rail-ties',
      'rail',
      ['!=', ['get', 'tunnel'], true],
      {
        'line-color': palette.rail,
        'line-width': byZoom([14, 3], [18, 8]),
        'line-dasharray': [0.25, 2.4],
      },
      14,
    ),
    line(
      'ferry',
      'road',
      kindIs('ferry'),
      {
        'line-color': palette.waterText,
        'line-width': 1,
        'line-dasharray': [4, 4],
      },
      8,
    ),
  ];
}
