import { byZoom, kindIs, type StyleLayer } from './expressions.ts';
import type { Palette } from './palettes.ts';

interface Label {
  id: string;
  layer: string;
  filter?: unknown[];
  minzoom: number;
  maxzoom?: number;
  size: unknown;
  color: string;
  layout?: Record<string, unknown>;
}

const FONT = ['sans-serif'];

function label(
  palette: Palette,
  { id, layer, filter, minzoom, maxzoom, size, color, layout }: Label,
): StyleLayer {
  return {
    id,
    type: 'symbol',
    source: 'map',
    'source-layer': layer,
    minzoom,
    ...(maxzoom ? { maxzoom } : {}),
    filter: ['all', ['has', 'name'], ...(filter ? [filter] : [])],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': size,
      'text-max-width': 8,
      'text-padding': 4,
      ...layout,
    },
    paint: {
      'text-color': color,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.4,
      'text-halo-blur': 0.4,
    },
  };
}

/** Names: of streets along them, of places by their size, of what helps to find the way. */
export function labelLayers(palette: Palette): StyleLayer[] {
  const along = {
    'symbol-placement': 'line',
    'text-rotation-alignment': 'map',
    'symbol-spacing': 320,
    'text-max-angle': 35,
  };
  return [
    label(palette, { id: 'name-water', layer: 'water', minzoom: 12, size: 12, color: palette.waterText }),
    label(palette, {
      id: 'name-river',
      layer: 'waterway',
      filter: kindIs('river'),
      minzoom: 12,
      size: 12,
      color: palette.waterText,
      layout: along,
    }),
    label(palette, {
      id: 'name-street',
      layer: 'road',
      filter: ['!', kindIs('motorway', 'primary', 'secondary', 'trunk', 'path', 'footway', 'track', 'ferry')],
      minzoom: 15,
      size: byZoom([14, 10], [18, 14]),
      color: palette.textQuiet,
      layout: along,
    }),
    label(palette, {
      id: 'name-main-street',
      layer: 'road',
      filter: kindIs('primary', 'secondary', 'trunk'),
      minzoom: 13,
      size: byZoom([13, 10.5], [18, 15]),
      color: palette.text,
      layout: along,
    }),
    {
      id: 'house-number',
      type: 'symbol',
      source: 'map',
      'source-layer': 'housenumber',
      minzoom: 17,
      layout: { 'text-field': ['get', 'number'], 'text-font': FONT, 'text-size': 10.5, 'text-padding': 2 },
      paint: { 'text-color': palette.textQuiet, 'text-halo-color': palette.halo, 'text-halo-width': 1 },
    },
    label(palette, {
      id: 'name-shop',
      layer: 'poi',
      filter: kindIs('shop', 'place', 'school'),
      minzoom: 16.5,
      size: 11,
      color: palette.textQuiet,
    }),
    label(palette, {
      id: 'name-park',
      layer: 'poi',
      filter: kindIs('park'),
      minzoom: 14,
      size: 11,
      color: palette.green,
    }),
    label(palette, {
      id: 'name-sight',
      layer: 'poi',
      filter: kindIs('sight', 'hospital'),
      minzoom: 14.5,
      size: 11.5,
      color: palette.text,
    }),
    label(palette, {
      id: 'name-peak',
      layer: 'poi',
      filter: kindIs('peak'),
      minzoom: 11,
      size: 11,
      color: palette.textQuiet,
      layout: { 'text-field': ['concat', '▲ ', ['get', 'name']] },
    }),
    label(palette, {
      id: 'name-station',
      layer: 'poi',
      filter: kindIs('station'),
      minzoom: 13,
      size: 11.5,
      color: palette.text,
    }),
    label(palette, {
      id: 'name-quarter',
      layer: 'place',
      filter: kindIs('suburb', 'hamlet', 'quarter', 'neighbourhood', 'locality'),
      minzoom: 12,
      size: byZoom([12, 10.5], [16, 14]),
      color: palette.textQuiet,
      layout: { 'text-letter-spacing': 0.04 },
    }),
    label(palette, {
      id: 'name-village',
      layer: 'place',
      filter: kindIs('village'),
      minzoom: 10,
      maxzoom: 16,
      size: byZoom([10, 11], [15, 16]),
      color: palette.text,
    }),
    label(palette, {
      id: 'name-town',
      layer: 'place',
      filter: kindIs('town', 'city'),
      minzoom: 6,
      maxzoom: 15.5,
      size: byZoom([6, 11], [10, 15], [14, 20]),
      color: palette.text,
    }),
    label(palette, {
      id: 'name-country',
      layer: 'place',
      filter: kindIs('country'),
      minzoom: 1,
      maxzoom: 8,
      size: byZoom([1, 9], [5, 14]),
      color: palette.textQuiet,
      layout: { 'text-letter-spacing': 0.08, 'text-transform': 'uppercase' },
    }),
  ];
}
