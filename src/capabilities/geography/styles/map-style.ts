import type { StyleLayer } from './expressions.ts';
import { groundLayers } from './ground-layers.ts';
import { labelLayers } from './label-layers.ts';
import type { Palette } from './palettes.ts';
import { roadLayers } from './road-layers.ts';
import { MAX_ZOOM } from '../tiles/draw-tile.ts';

export interface StyleOptions {
  tilesUrl: string;
  attribution: string;
  view: { lat: number; lng: number; zoom: number };
}

/**
 * A MapLibre style over our own tiles. It has no `glyphs` and no `sprite`: text is drawn by the
 * reader's browser from its own fonts, and there is nothing to fetch from anywhere else.
 */
export function mapStyle(palette: Palette, { tilesUrl, attribution, view }: StyleOptions) {
  return {
    version: 8 as const,
    name: palette.name,
    center: [view.lng, view.lat],
    zoom: view.zoom,
    sources: {
      map: { type: 'vector', tiles: [tilesUrl], minzoom: 0, maxzoom: MAX_ZOOM, attribution },
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
      ...groundLayers(palette),
      ...roadLayers(palette),
      ...labelLayers(palette),
    ] as StyleLayer[],
  };
}
