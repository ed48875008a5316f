import { byZoom, kindIs, type StyleLayer } from './expressions.ts';
import type { Palette } from './palettes.ts';

function fill(id: string, layer: string, color: string, more: Record<string, unknown> = {}): StyleLayer {
  const { filter, minzoom, opacity } = more;
  return {
    id,
    type: 'fill',
    source: 'map',
    'source-layer': layer,
    ...(filter ? { filter } : {}),
    ...(minzoom ? { minzoom } : {}),
    paint: { 'fill-color': color, 'fill-antialias': true, ...(opacity ? { 'fill-opacity': opacity } : {}) },
  };
}

/** Land, what grows on it, what it is used for, water and houses. */
export function groundLayers(palette: Palette): StyleLayer[] {
  const fadeIn = ['interpolate', ['linear'], ['zoom'], 7, 0.4, 11, 1];
  return [
    fill('land', 'land', palette.land),
    fill('use-residential', 'landuse', palette.residential, { filter: kindIs('residential') }),
    fill('use-commercial', 'landuse', palette.commercial, { filter: kindIs('commercial', 'plaza') }),
    fill('use-industrial', 'landuse', palette.industrial, {
      filter: kindIs('industrial', 'airport', 'parking'),
    }),
    fill('use-civic', 'landuse', palette.civic, { filter: kindIs('school', 'hospital') }),
    fill('cover-farmland', 'landcover', palette.farmland, { filter: kindIs('farmland'), opacity: fadeIn }),
    fill('cover-grass', 'landcover', palette.grass, {
      filter: kindIs('grass', 'meadow', 'scrub', 'wetland'),
    }),
    fill('cover-orchard', 'landcover', palette.orchard, { filter: kindIs('orchard') }),
    fill('cover-rock', 'landcover', palette.rock, { filter: kindIs('rock', 'ice') }),
    fill('cover-sand', 'landcover', palette.sand, { filter: kindIs('sand') }),
    fill('cover-wood', 'landcover', palette.wood, { filter: kindIs('wood'), opacity: fadeIn }),
    fill('cover-park', 'landcover', palette.park, { filter: kindIs('park') }),
    fill('cover-cemetery', 'landuse', palette.grass, { filter: kindIs('cemetery') }),
    fill('cover-pitch', 'landcover', palette.pitch, { filter: kindIs('pitch'), minzoom: 13 }),
    {
      id: 'waterway',
      type: 'line',
      source: 'map',
      'source-layer': 'waterway',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.waterLine,
        'line-width': [
          'interpolate',
          ['exponential', 1.5],
          ['zoom'],
          8,
          0.6,
          14,
          ['match', ['get', 'kind'], 'river', 4, 1.2],
          18,
          ['match', ['get', 'kind'], 'river', 18, 5],
        ],
      },
    },
    fill('water', 'water', palette.water),
    fill('pier', 'pier', palette.pier, { filter: ['==', ['geometry-type'], 'Polygon'] }),
    {
      id: 'aeroway',
      type: 'line',
      source: 'map',
      'source-layer': 'aeroway',
      paint: { 'line-color': palette.rock, 'line-width': byZoom([11, 2], [15, 24]) },
    },
    {
      id: 'building',
      type: 'fill',
      source: 'map',
      'source-layer': 'building',
      minzoom: 14,
      paint: {
        'fill-color': palette.building,
        'fill-outline-color': palette.buildingLine,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 14, 0.45, 15.5, 1],
      },
    },
    {
      id: 'boundary-region',
      type: 'line',
      source: 'map',
      'source-layer': 'boundary',
      filter: kindIs('region'),
      paint: {
        'line-color': palette.regionBorder,
        'line-width': byZoom([9, 0.6], [14, 1.4]),
        'line-dasharray': [4, 3],
      },
    },
    {
      id: 'boundary-country',
      type: 'line',
      source: 'map',
      'source-layer': 'boundary',
      filter: kindIs('country'),
      paint: { 'line-color': palette.border, 'line-width': byZoom([2, 0.6], [10, 1.6], [15, 2.4]) },
    },
  ];
}
