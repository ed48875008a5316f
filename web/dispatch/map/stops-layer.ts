import type { GeoJSONSource, Map as MapLibreMap } from '../../map/maplibre.ts';
import { deliveryStates } from '../../../client/src/delivery-states.ts';
import { colorOf } from '../../design/states.ts';
import type { Delivery } from '../data/deliveries.ts';

type Geometry = { type: 'Point'; coordinates: number[] } | { type: 'LineString'; coordinates: number[][] };
type Feature = { type: 'Feature'; geometry: Geometry; properties: Record<string, unknown> };
const collection = (features: Feature[]) => ({ type: 'FeatureCollection' as const, features });
const point = ({ lng, lat }: { lng: number; lat: number }): Geometry => ({
  type: 'Point',
  coordinates: [lng, lat],
});

export type Line = readonly (readonly [lng: number, lat: number])[];

/** Doors, and the way of what is chosen; drawn by the map itself, for they stand still. */
export function addStopLayers(map: MapLibreMap): void {
  map.addSource('stops', {
    type: 'geojson',
    data: collection([]),
    cluster: true,
    clusterRadius: 34,
    clusterMaxZoom: 11,
  });
  map.addSource('way', { type: 'geojson', data: collection([]) });
  map.addSource('chosen', { type: 'geojson', data: collection([]) });
  const states = deliveryStates.flatMap((state) => [state, colorOf(state)]);
  const color = ['match', ['get', 'state'], ...states, colorOf('soft')] as never;
  const grown = (small: number, large: number) =>
    ['interpolate', ['linear'], ['zoom'], 10, small, 16, large] as never;
  map.addLayer({
    id: 'way-edge',
    type: 'line',
    source: 'way',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colorOf('panel'), 'line-width': 8, 'line-opacity': 0.9 },
  });
  map.addLayer({
    id: 'way',
    type: 'line',
    source: 'way',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colorOf('accent'), 'line-width': 4 },
  });
  map.addLayer({
    id: 'stop-heaps',
    type: 'circle',
    source: 'stops',
    filter: ['has', 'point_count'],
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['get', 'point_count'], 2, 9, 200, 20],
      'circle-color': colorOf('panel'),
      'circle-opacity': 0.9,
      'circle-stroke-color': colorOf('soft'),
      'circle-stroke-width': 1.5,
    },
  });
  map.addLayer({
    id: 'stop-heap-counts',
    type: 'symbol',
    source: 'stops',
    filter: ['has', 'point_count'],
    layout: {
      'text-field': ['get', 'point_count_abbreviated'],
      'text-font': ['sans-serif'],
      'text-size': 11,
      'text-allow-overlap': true,
    },
    paint: { 'text-color': colorOf('ink') },
  });
  map.addLayer({
    id: 'stops',
    type: 'circle',
    source: 'stops',
    filter: ['!', ['has', 'point_count']],
    paint: {
      'circle-radius': grown(3, 7.5),
      'circle-color': color,
      'circle-stroke-color': colorOf('raised'),
      'circle-stroke-width': grown(1, 2),
    },
  });
  map.addLayer({
    id: 'chosen',
    type: 'circle',
    source: 'chosen',
    paint: {
      'circle-radius': ['match', ['get', 'kind'], 'pickup', 7, 9],
      'circle-color': ['match', ['get', 'kind'], 'pickup', colorOf('raised'), color] as never,
      'circle-stroke-color': ['match', ['get', 'kind'], 'pickup', colorOf('ink'), colorOf('accent')],
      'circle-stroke-width': 3,
    },
  });
}

const source = (map: MapLibreMap, name: string) => map.getSource(name) as GeoJSONSource | undefined;

export function showStops(map: MapLibreMap, deliveries: readonly Delivery[]): void {
  const features = deliveries.map(({ id, state, dropoff }) => ({
    type: 'Feature' as const,
    geometry: point(dropoff),
    properties: { id, state },
  }));
  void source(map, 'stops')?.setData(collection(features));
}

export function showChosen(map: MapLibreMap, delivery: Delivery | undefined): void {
  const features = delivery
    ? (['pickup', 'dropoff'] as const).map((kind) => ({
        type: 'Feature' as const,
        geometry: point(delivery[kind]),
        properties: { kind, state: delivery.state },
      }))
    : [];
  void source(map, 'chosen')?.setData(collection(features));
}

export function showWay(map: MapLibreMap, line: Line): void {
  const geometry: Geometry = { type: 'LineString', coordinates: line.map(([lng, lat]) => [lng, lat]) };
  void source(map, 'way')?.setData(
    collection(line.length > 1 ? [{ type: 'Feature', geometry, properties: {} }] : []),
  );
}
